package io.fieldgate.bench;

import com.sohu.jafka.server.Server;
import com.sohu.jafka.server.ServerConfig;
import java.io.IOException;
import java.util.Properties;

/** A Jafka without a ZooKeeper in a process of its own: {@code JafkaNode FOLDER PORT}. */
final class JafkaNode {
    private JafkaNode() {}

    public static void main(String[] arguments) throws IOException {
        Properties settings = new Properties();
        settings.setProperty("brokerid", "0");
        settings.setProperty("log.dir", arguments[0]);
        settings.setProperty("port", arguments[1]);
        settings.setProperty("enable.zookeeper", "false");
        // A message can be read when it has been flushed.
        settings.setProperty("log.flush.interval", "1");
        new Server(new ServerConfig(settings)).startup();
        Parent.serve(arguments[1]);
    }
}
