package io.fieldgate.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The MQTT broker between the devices and the gateway. */
record MqttBroker(Part part, URI url) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static MqttBroker start(Workbench workbench, String kind) throws IOException, InterruptedException {
        return switch (kind) {
            case "mosquitto" -> mosquitto(workbench);
            case "artemis" -> artemis(workbench);
            default -> throw new IllegalArgumentException("--broker is mosquitto or artemis, not " + kind);
        };
    }

    private static MqttBroker artemis(Workbench workbench) throws IOException, InterruptedException {
        String folder = workbench.folder("artemis").toString();
        Part part = workbench.java("artemis", List.of("-Xmx1g"), ArtemisNode.class, folder);
        return new MqttBroker(part, URI.create(part.await("ready", PATIENCE)));
    }

    private static MqttBroker mosquitto(Workbench workbench) throws IOException, InterruptedException {
        int port = Workbench.freePort();
        Path configuration = workbench.folder("mosquitto").resolve("mosquitto.conf");
        // In memory, and with room for all: what is measured is the gateway, not the broker's disk or its limits.
        Files.writeString(configuration, """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                max_inflight_messages 1000
                max_queued_messages 0
                set_tcp_nodelay true
                log_type error
                log_type warning
                """.formatted(port));
        Part part = workbench.start(
                "mosquitto", List.of(executable().toString(), "-c", configuration.toString()), Map.of());
        awaitListening(part, port);
        return new MqttBroker(part, URI.create("tcp://127.0.0.1:" + port));
    }

    /** Debian keeps it where the search path of an ordinary user does not lead. */
    private static Path executable() {
        String places = System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin";
        return Stream.of(places.split(":", -1))
                .map(place -> Path.of(place, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Mosquitto is not installed. Install it (Debian:"
                        + " apt-get install mosquitto) or use: --broker artemis"));
    }

    private static void awaitListening(Part part, int port) throws InterruptedException {
        while (part.isAlive()) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("Mosquitto did not start:\n" + part.lastWords());
    }
}
