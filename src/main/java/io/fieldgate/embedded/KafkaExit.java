package io.fieldgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when Kafka wants to end the process, for example because its disk is full. Kafka alone would do so
 * without a word that an operator understands. Here a start that fails becomes an exception; a node that fails later
 * says why and ends the process, because records would be refused for ever. The process is ended without shutdown
 * hooks: they would wait for the very threads of Kafka that are gone, and what is acknowledged is on disk anyway.
 */
final class KafkaExit {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaExit.class);
    private static final long NEARLY_FULL = 16L << 20;

    private final Path dataFolder;
    private final Thread starting = Thread.currentThread();
    private volatile boolean started;

    private KafkaExit(Path dataFolder) {
        this.dataFolder = dataFolder;
    }

    /** To be called by the thread that starts Kafka; Kafka has one such procedure per process. */
    static KafkaExit install(Path dataFolder) {
        KafkaExit exit = new KafkaExit(dataFolder);
        Exit.setExitProcedure(exit::execute);
        Exit.setHaltProcedure(exit::execute);
        return exit;
    }

    void started() {
        started = true;
    }

    private void execute(int statusCode, @Nullable String message) {
        if (!started && Thread.currentThread() == starting) {
            throw new IllegalStateException("Kafka gave up" + (message == null ? "" : ": " + message) + ". " + cure());
        }
        LOG.error(
                "The embedded Kafka failed and ends this process with exit code {}{}. {}",
                statusCode,
                message == null ? "" : ": " + message,
                cure());
        Runtime.getRuntime().halt(statusCode);
    }

    private String cure() {
        try {
            long free = Files.getFileStore(dataFolder).getUsableSpace();
            if (free < NEARLY_FULL) {
                return "The disk of " + dataFolder + " is full (" + (free >> 20) + " MiB free): make room, or lower the"
                        + " retention of the topics, and start again.";
            }
        } catch (IOException e) {
            return "The data folder " + dataFolder + " cannot be read (" + e.getMessage()
                    + "): check that it is mounted" + " and that this user may write there.";
        }
        return "The log lines before this one name the cause. Check that no other process uses " + dataFolder
                + " and that this user may write there.";
    }
}
