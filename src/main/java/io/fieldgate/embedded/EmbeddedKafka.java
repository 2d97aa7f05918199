package io.fieldgate.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka node (broker and KRaft controller) in this process, reachable from this machine only. Its data folder is
 * formatted on the first start and kept; a stopped node can be started again on the same port and data. One node has no
 * replicas: what it acknowledged survives the end of the process, a power cut may take the last second.
 *
 * <p>All methods may be called from any thread; start and stop block until done. A node that fails while it runs (a full
 * disk) says so in the log and ends the process.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final Path dataFolder;
    private final int port;
    private @Nullable KafkaRaftServer server;

    /**
     * @param dataFolder where the node keeps its records; made if missing
     * @param port of the broker on 127.0.0.1; 0 takes a free one and keeps it for later starts
     */
    public EmbeddedKafka(Path dataFolder, int port) {
        this.dataFolder = dataFolder.toAbsolutePath();
        this.port = LoopbackPort.orFree(port);
    }

    /** What clients need as {@code bootstrap.servers}; known before the start. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public synchronized boolean isRunning() {
        return server != null;
    }

    /**
     * Starts the node and returns when it takes requests. Does nothing when it runs already. After a clean stop it takes
     * well under a second in a warm process; after a kill up to five, while the lost session runs out.
     *
     * @throws IllegalStateException when the port is taken, or Kafka cannot start on the data folder
     */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        LoopbackPort.requireFree(port, "The embedded Kafka");
        @Nullable KafkaRaftServer starting = null;
        try {
            Files.createDirectories(dataFolder);
            KafkaExit exit = KafkaExit.install(dataFolder);
            format();
            KafkaConfig config =
                    new KafkaConfig(EmbeddedKafkaSettings.of(dataFolder, port, LoopbackPort.freeBeside(port)), false);
            starting = new KafkaRaftServer(config, Time.SYSTEM);
            starting.startup();
            exit.started();
            server = starting;
        } catch (Exception e) {
            if (starting != null) {
                starting.shutdown();
            }
            throw new IllegalStateException(
                    "The embedded Kafka did not start on " + bootstrapServers() + " with its data in " + dataFolder
                            + ": " + e.getMessage(),
                    e);
        }
    }

    /** Stops the node and returns when its ports are closed and its data is on disk. Does nothing when it is stopped. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
        server = null;
    }

    @Override
    public void close() {
        stop();
    }

    private void format() throws Exception {
        if (Files.exists(dataFolder.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setNodeId(EmbeddedKafkaSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(dataFolder.toString())
                    .setMetadataLogDirectory(dataFolder.toString())
                    .setControllerListenerName(EmbeddedKafkaSettings.CONTROLLER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(nowhere)
                    .run();
        }
    }
}
