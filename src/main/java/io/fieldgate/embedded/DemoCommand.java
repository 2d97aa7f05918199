package io.fieldgate.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.command.CommandFailure;
import io.fieldgate.command.Termination;
import io.fieldgate.command.Transcript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole of Fieldgate in one process: embedded brokers and database, simulated devices, the routes of {@code routes/}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything in one process: Kafka, an MQTT broker, a database, the routes of routes/, simulated devices.",
            "All of it on 127.0.0.1, without login. Data is kept for the next start."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate demo --ports auto            beside something that uses its ports",
            "  ./fieldgate demo --devices 200 --rate 500/s",
            "  ./fieldgate demo --for 30s --json        for scripts: one line of JSON when ready"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int MOST_DEVICES = 10_000;
    private static final int MOST_PER_SECOND = 100_000;

    private final Class<?> gateway;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "Where data is kept (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path data;

    @Option(names = "--reset", description = "Begin with empty data.")
    private boolean reset;

    @Option(names = "--ports", paramLabel = "auto", description = "auto: take free ports.")
    private @Nullable String ports;

    @Option(names = "--http-port", defaultValue = "8080", description = "Port of the gateway (${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--actuator-port",
            defaultValue = "8081",
            description = "Port of health and metrics (${DEFAULT-VALUE}).")
    private int actuatorPort;

    @Option(names = "--mqtt-port", defaultValue = "1883", description = "Port of the MQTT broker (${DEFAULT-VALUE}).")
    private int mqttPort;

    @Option(names = "--kafka-port", defaultValue = "9092", description = "Port of Kafka (${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many devices are simulated (${DEFAULT-VALUE}).")
    private int devices;

    @Option(names = "--no-devices", description = "Simulate none.")
    private boolean noDevices;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            defaultValue = "20/s",
            description = "Messages per second of all devices together (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String rate;

    @Option(names = "--for", paramLabel = "TIME", description = "Stop after this time, for example 30s or 5m.")
    private @Nullable String runFor;

    @Option(
            names = "--json",
            description = "One line of JSON on standard output when ready; all else goes to standard error.")
    private boolean json;

    /** @param gateway the Spring application */
    public DemoCommand(Class<?> gateway) {
        this.gateway = gateway;
    }

    @Override
    public Integer call() throws Exception {
        Duration until = duration();
        Demo demo = new Demo(gateway, simulated(), messagesPerSecond(), json);
        DemoPorts chosen = choosePorts();
        Transcript transcript = new Transcript(json ? System.err : System.out);
        // What starts before Spring Boot has set logging up must not write to the terminal.
        LoggingSystem.get(getClass().getClassLoader()).beforeInitialize();
        Termination termination = new Termination();
        termination.install();
        DemoFacts facts = termination.guard(() -> {
            DemoFolder folder = DemoFolder.open(data, reset);
            termination.add("data folder", folder::close);
            chosen.check();
            return demo.start(folder, chosen, transcript, termination);
        });
        if (json) {
            System.out.println(new ObjectMapper().writeValueAsString(facts));
        }
        if (until != null && !termination.await(until.toMillis(), TimeUnit.MILLISECONDS)) {
            termination.now();
            return 0;
        }
        // Only a signal ends it, and the signal's thread ends the process.
        Thread.currentThread().join();
        return 0;
    }

    private int simulated() {
        if (devices < 2 || devices > MOST_DEVICES) {
            throw new CommandFailure(
                    CommandFailure.CONFIGURATION,
                    "--devices is " + devices + ", allowed is 2 to " + MOST_DEVICES + ", or --no-devices");
        }
        return noDevices ? 0 : devices;
    }

    private int messagesPerSecond() {
        String number = rate.endsWith("/s") ? rate.substring(0, rate.length() - 2) : rate;
        try {
            int value = Integer.parseInt(number);
            if (value >= 1 && value <= MOST_PER_SECOND) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, with what is allowed.
        }
        throw new CommandFailure(
                CommandFailure.CONFIGURATION, "--rate is '" + rate + "', allowed is 1/s to " + MOST_PER_SECOND + "/s");
    }

    private @Nullable Duration duration() {
        if (runFor == null) {
            return null;
        }
        try {
            Duration duration = DurationStyle.detectAndParse(runFor);
            // A number alone would be milliseconds, which nobody means.
            if (!duration.isNegative() && !duration.isZero() && !runFor.matches("\\d+")) {
                return duration;
            }
        } catch (IllegalArgumentException notADuration) {
            // Said below, with what is allowed.
        }
        throw new CommandFailure(
                CommandFailure.CONFIGURATION, "--for is '" + runFor + "', allowed is a time like 30s, 5m or 1h");
    }

    private DemoPorts choosePorts() {
        if (ports == null) {
            return DemoPorts.of(httpPort, actuatorPort, mqttPort, kafkaPort);
        }
        if (!ports.equals("auto")) {
            throw new CommandFailure(CommandFailure.CONFIGURATION, "--ports is '" + ports + "', allowed is auto");
        }
        return DemoPorts.free();
    }
}
