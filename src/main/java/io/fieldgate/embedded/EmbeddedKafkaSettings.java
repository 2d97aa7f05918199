package io.fieldgate.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** The settings of the one embedded node; the rest is Kafka's own default. */
final class EmbeddedKafkaSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";
    private static final String BROKER = "BROKER";

    private EmbeddedKafkaSettings() {}

    static Properties of(Path dataFolder, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.put("log.dirs", dataFolder.toString());
        listenOnLoopback(settings, port, controllerPort);
        replicateNothing(settings);
        startAndStopFast(settings);
        stayModest(settings);

        // Topics come from configuration; a misspelt name must fail instead of making a topic.
        settings.put("auto.create.topics.enable", "false");
        // Without replicas only the disk is left: what a power cut can take is about a second.
        settings.put("log.flush.interval.ms", "1000");
        settings.put("log.flush.scheduler.interval.ms", "1000");
        return settings;
    }

    private static void listenOnLoopback(Properties settings, int port, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        // Static voters are not written to disk, so the controller may have another port on each start.
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put(
                "listeners", BROKER + "://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        settings.put("listener.security.protocol.map", BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", BROKER);
        settings.put("controller.listener.names", CONTROLLER);
    }

    private static void replicateNothing(Properties settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "2");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void startAndStopFast(Properties settings) {
        // After a kill the controller refuses the new broker until the session of the old one ended: 9 s by default.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "200");
        // Lingering gathers metadata records of many brokers; here it only delays each new topic.
        settings.put("controller.quorum.append.linger.ms", "0");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.segment.delete.delay.ms", "1000");
        // What a killed gateway had open holds up those who read committed records only.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void stayModest(Properties settings) {
        // 128 MiB of heap by default, taken at the start. 4 MiB compact 150,000 keys in one pass.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.put("offsets.load.buffer.size", Integer.toString(1 << 20));
        settings.put("transaction.state.log.load.buffer.size", Integer.toString(1 << 20));
        settings.put("share.coordinator.load.buffer.size", Integer.toString(1 << 20));
        // What a topic does not keep goes within half a minute, not five: a fast route fills many gigabytes meanwhile.
        settings.put("log.retention.check.interval.ms", "30000");
        // One index file of 2 MiB serves a segment of 1 GiB.
        settings.put("log.index.size.max.bytes", Integer.toString(2 << 20));
        settings.put("socket.request.max.bytes", Integer.toString(16 << 20));
        settings.put("queued.max.requests", "64");
        settings.put("queued.max.request.bytes", Integer.toString(64 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("remote.log.reader.threads", "1");
        // A proof of life in the metadata log, and a write to disk, twice a second. Heartbeats do the same for one
        // node.
        settings.put("metadata.max.idle.interval.ms", "0");
        // Nobody reads the JMX beans, and a second start would register them again.
        settings.put("metric.reporters", "");
    }
}
