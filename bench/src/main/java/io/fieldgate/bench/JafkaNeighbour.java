package io.fieldgate.bench;

import com.sohu.jafka.message.ByteBufferMessageSet;
import com.sohu.jafka.message.Message;
import com.sohu.jafka.producer.SyncProducer;
import com.sohu.jafka.producer.SyncProducerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A topic of Jafka with one partition, on disk. */
final class JafkaNeighbour implements Neighbour {
    private static final int TOGETHER = 500;

    private final int port = Workbench.freePort();
    private final Path checkpoints;
    private final SyncProducer producer;

    JafkaNeighbour(Workbench workbench) throws IOException, InterruptedException {
        checkpoints = workbench.folder("checkpoints");
        Part part = workbench.java(
                "jafka",
                List.of("-Xmx1g"),
                JafkaNode.class,
                workbench.folder("jafka").toString(),
                String.valueOf(port));
        String unused = part.await("ready", Duration.ofSeconds(60));
        Properties settings = new Properties();
        settings.setProperty("host", "127.0.0.1");
        settings.setProperty("port", String.valueOf(port));
        producer = new SyncProducer(new SyncProducerConfig(settings));
    }

    @Override
    public void makeQueue(String queue) {
        // The first message makes it.
    }

    @Override
    public void fill(String queue, int messages, int length) {
        for (int from = 0; from < messages; from += TOGETHER) {
            Message[] some = new Message[Math.min(TOGETHER, messages - from)];
            for (int i = 0; i < some.length; i++) {
                some[i] = new Message(Messages.bytes(from + i, length));
            }
            producer.send(queue, 0, new ByteBufferMessageSet(some));
        }
    }

    @Override
    public String uri(String queue) {
        return "jafka:" + queue;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "FIELDGATE_JAFKA_BROKER", "127.0.0.1:" + port, "FIELDGATE_JAFKA_CHECKPOINTS", checkpoints.toString());
    }

    @Override
    public Class<?> loop() {
        return JafkaLoop.class;
    }

    @Override
    public String address() {
        return String.valueOf(port);
    }

    @Override
    public void close() {
        producer.close();
    }
}
