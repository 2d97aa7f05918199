package io.fieldgate;

import io.fieldgate.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** Kafka, and on it a gateway that takes records by HTTP, for all tests of a class. */
@SuppressWarnings("NullAway.Init") // set before all tests
final class IngestServers implements BeforeAllCallback, AfterAllCallback {
    /** Starts the gateway. */
    interface Start {
        IngestGateway on(Path folder, String kafka) throws Exception;
    }

    private final Start start;
    private Path folder;
    private EmbeddedKafka kafka;
    private IngestGateway gateway;

    IngestServers(Start start) {
        this.start = start;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("ingest");
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        gateway = start.on(folder, kafka.bootstrapServers());
    }

    /** What is kept from one start to the next. */
    Path folder() {
        return folder;
    }

    /** The brokers of Kafka. */
    String kafka() {
        return kafka.bootstrapServers();
    }

    IngestGateway gateway() {
        return gateway;
    }

    void restartGateway() throws Exception {
        gateway.close();
        gateway = start.on(folder, kafka.bootstrapServers());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (kafka != null) {
            kafka.close();
        }
        FileSystemUtils.deleteRecursively(folder);
    }
}
