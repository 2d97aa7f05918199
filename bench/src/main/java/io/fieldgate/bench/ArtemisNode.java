package io.fieldgate.bench;

import io.fieldgate.embedded.EmbeddedMqttBroker;
import java.io.IOException;
import java.nio.file.Path;

/** The MQTT broker of the demo in a process of its own: {@code ArtemisNode FOLDER}. */
final class ArtemisNode {
    private ArtemisNode() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddedMqttBroker broker = new EmbeddedMqttBroker(Path.of(arguments[0]), 0);
        broker.start();
        Parent.serve(broker.url());
    }
}
