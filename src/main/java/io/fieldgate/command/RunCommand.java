package io.fieldgate.command;

import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

/** Runs the gateway against the brokers and the database that its configuration names. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gateway against real brokers.",
            "Connections come from config/application.yaml or from environment variables, for example"
                    + " FIELDGATE_KAFKA_BOOTSTRAPSERVERS, FIELDGATE_MQTT_URL, FIELDGATE_DATABASE_URL; routes from routes/."
        })
public final class RunCommand implements Callable<Integer> {
    private final Class<?> gateway;

    /** @param gateway the Spring application */
    public RunCommand(Class<?> gateway) {
        this.gateway = gateway;
    }

    @Override
    public Integer call() throws Exception {
        Termination termination = new Termination();
        termination.install();
        ConfigurableApplicationContext context = termination.guard(new GatewayStart(gateway)::start);
        termination.add("gateway", context::close);
        // Only a signal ends it, and the signal's thread ends the process.
        Thread.currentThread().join();
        return 0;
    }
}
