package io.fieldgate.bridge.jafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sohu.jafka.admin.AdminOperation;
import com.sohu.jafka.message.ByteBufferMessageSet;
import com.sohu.jafka.message.CompressionCodec;
import com.sohu.jafka.message.Message;
import com.sohu.jafka.producer.SyncProducer;
import com.sohu.jafka.producer.SyncProducerConfig;
import com.sohu.jafka.server.Server;
import com.sohu.jafka.server.ServerConfig;
import io.fieldgate.fault.FaultProxy;
import io.fieldgate.fault.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** A Jafka in this process, without a ZooKeeper, behind a network that can fail; its own producer gives it messages. */
final class JafkaServer implements AutoCloseable {
    private static final int LARGEST = 16 * 1024 * 1024;

    private final int port = Ports.free();
    private final FaultProxy proxy = new FaultProxy(port);
    private final Server server;
    private final SyncProducer producer;

    JafkaServer(Path folder, int partitions) throws IOException {
        Properties settings = new Properties();
        settings.setProperty("brokerid", "0");
        settings.setProperty("port", String.valueOf(port));
        settings.setProperty("log.dir", folder.toString());
        settings.setProperty("num.partitions", String.valueOf(partitions));
        settings.setProperty("enable.zookeeper", "false");
        // A message can be read when it has been flushed.
        settings.setProperty("log.flush.interval", "1");
        settings.setProperty("max.message.size", String.valueOf(LARGEST));
        server = new Server(new ServerConfig(settings));
        server.startup();
        Properties client = new Properties();
        client.setProperty("host", "127.0.0.1");
        client.setProperty("port", String.valueOf(port));
        client.setProperty("max.message.size", String.valueOf(LARGEST));
        producer = new SyncProducer(new SyncProducerConfig(client));
    }

    /** Through {@link #proxy()}. */
    String address() {
        return "127.0.0.1:" + proxy.port();
    }

    FaultProxy proxy() {
        return proxy;
    }

    void send(String topic, int partition, List<String> bodies) {
        send(topic, partition, CompressionCodec.NoCompressionCodec, bodies);
    }

    void send(String topic, int partition, CompressionCodec codec, List<String> bodies) {
        producer.send(
                topic,
                partition,
                new ByteBufferMessageSet(
                        codec,
                        bodies.stream()
                                .map(body -> new Message(body.getBytes(UTF_8)))
                                .toArray(Message[]::new)));
    }

    /** Adds partitions until there are so many. */
    void enlarge(String topic, int partitions) throws IOException {
        AdminOperation admin = new AdminOperation("127.0.0.1", port);
        try {
            admin.createPartitions(topic, partitions, true);
        } finally {
            admin.close();
        }
    }

    @Override
    public void close() throws IOException {
        producer.close();
        server.close();
        proxy.close();
    }
}
