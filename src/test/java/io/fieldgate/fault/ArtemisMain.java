package io.fieldgate.fault;

import io.fieldgate.embedded.EmbeddedMqttBroker;
import java.nio.file.Path;

/** The embedded MQTT broker as a process of its own: data folder, port. */
final class ArtemisMain {
    private ArtemisMain() {}

    public static void main(String[] arguments) {
        EmbeddedMqttBroker broker = new EmbeddedMqttBroker(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::stop));
        broker.start();
    }
}
