package io.fieldgate.command;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the Spring application with properties that win over every file and environment variable. */
public final class GatewayStart {
    private final SpringApplication application;

    /** @param gateway the Spring application */
    public GatewayStart(Class<?> gateway) {
        application = new SpringApplication(gateway);
        // The order of the end is Termination's.
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
    }

    /** Starts with the configuration as it is. */
    public ConfigurableApplicationContext start() {
        return start(Map.of());
    }

    /**
     * Starts the gateway and waits until its context is refreshed; the brokers need not be there.
     *
     * @param properties override everything else
     * @throws CommandFailure when the configuration is at fault, which has been logged with its cure
     */
    public ConfigurableApplicationContext start(Map<String, String> properties) {
        String[] arguments = properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        try {
            return application.run(arguments);
        } catch (RuntimeException reported) {
            // Spring Boot's failure analysis has printed description and action.
            throw new CommandFailure(CommandFailure.CONFIGURATION, "The gateway did not start, see above.");
        }
    }
}
