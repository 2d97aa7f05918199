package io.fieldgate.fault;

import io.fieldgate.fault.BrokerProcess.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** Kafka and an MQTT broker, a process each, for the tests of one class. */
@SuppressWarnings("NullAway.Init") // set before all tests
final class RealParts implements BeforeAllCallback, AfterAllCallback {
    private Path folder;
    private KafkaProcess kafka;
    private BrokerProcess broker;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("parts");
        broker = new BrokerProcess(folder.resolve("mqtt"), Durability.LAST_SECOND);
        broker.start();
        kafka = new KafkaProcess(folder.resolve("kafka"));
        kafka.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (kafka != null) {
            kafka.close();
        }
        broker.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    KafkaProcess kafka() {
        return kafka;
    }

    /** @param folder for what the run keeps */
    FaultRun run(String name, Path folder) throws Exception {
        return new FaultRun(name, kafka, broker, folder);
    }
}
