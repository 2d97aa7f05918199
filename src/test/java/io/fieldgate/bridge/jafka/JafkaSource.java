package io.fieldgate.bridge.jafka;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** A topic of a Jafka of its own. */
public final class JafkaSource extends CamelSource {
    private static final String TOPIC = "contract";

    private @Nullable Path folder;
    private @Nullable JafkaServer server;

    @Override
    public String name() {
        return "Jafka (`jafka:`)";
    }

    @Override
    public void open() throws Exception {
        folder = Files.createTempDirectory("fieldgate-jafka");
        server = new JafkaServer(folder.resolve("log"), 1);
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent(
                "jafka",
                new JafkaComponent(new JafkaProperties(
                        server().address(),
                        Objects.requireNonNull(folder).resolve("checkpoints"),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10))));
    }

    @Override
    protected String uri(int window) {
        return "jafka:" + TOPIC + "?maxInFlight=" + window;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "FIELDGATE_JAFKA_BROKER", server().address(),
                "FIELDGATE_JAFKA_CHECKPOINTS",
                        Objects.requireNonNull(folder).resolve("checkpoints").toString());
    }

    @Override
    public void give(List<Item> items) {
        server().send(TOPIC, 0, items.stream().map(Item::body).toList());
    }

    @Override
    public void cut() throws Exception {
        server().proxy().sever();
    }

    @Override
    public void restore() throws Exception {
        server().proxy().restore();
    }

    private JafkaServer server() {
        return Objects.requireNonNull(server, "not open");
    }

    @Override
    public void close() throws Exception {
        if (server != null) {
            server.close();
        }
        if (folder != null) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
