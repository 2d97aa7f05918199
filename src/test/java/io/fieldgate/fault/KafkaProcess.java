package io.fieldgate.fault;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node (broker and controller) in a process of its own, which can be stopped, killed and paused, and started
 * again on the same ports and data. Three ways lead to it: directly, for the test; through a {@link FaultProxy}; and with
 * a login, as a user whose rights the test can take away.
 */
public final class KafkaProcess implements AutoCloseable {
    /** Who logs in at {@link #loginServers()}; may do everything that no ACL denies. */
    public static final String USER = "gateway";

    private static final int NODE_ID = 1;
    private static final String PASSWORD = "gateway-secret";
    private static final String LOGIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final Path folder;
    private final Path data;
    private final int port = Ports.free();
    private final int proxiedPort = Ports.free();
    private final int loginPort = Ports.free();
    private final int controllerPort = Ports.free();
    private final FaultProxy proxy;
    private @Nullable Child child;

    public KafkaProcess(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.data = folder.resolve("data");
        this.proxy = new FaultProxy(proxiedPort);
        format();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Through {@link #proxy()}; the node gives its clients the proxy's address as its own. */
    public String proxiedServers() {
        return "127.0.0.1:" + proxy.port();
    }

    /** With {@link #loginSettings()}. */
    public String loginServers() {
        return "127.0.0.1:" + loginPort;
    }

    /** What a client needs to log in as {@link #USER}. */
    public static Map<String, String> loginSettings() {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN_MODULE + " username=\"" + USER + "\" password=\"" + PASSWORD + "\";");
    }

    public FaultProxy proxy() {
        return proxy;
    }

    /** Starts it and waits until it answers. Returns when its port opened, which is earlier. */
    public Instant start() throws IOException {
        Path settings = folder.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(settings)) {
            settings().store(writer, null);
        }
        child = Child.start("kafka", folder, Child.java(List.of(), "kafka.Kafka", settings.toString()));
        Child started = child;
        await().atMost(180, SECONDS)
                .pollInterval(java.time.Duration.ofMillis(50))
                .until(() -> {
                    if (!started.isAlive()) {
                        throw new AssertionError("Kafka did not start: " + started.output());
                    }
                    return Ports.isOpen(port) && Ports.isOpen(proxiedPort);
                });
        Instant open = Instant.now();
        try (Admin admin = admin()) {
            await().atMost(180, SECONDS).until(() -> answers(admin));
        }
        return open;
    }

    private static boolean answers(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster(new DescribeClusterOptions().timeoutMs(2_000))
                    .nodes()
                    .get()
                    .isEmpty();
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    /** As {@code kill}. */
    public void stop() throws InterruptedException {
        child().stop();
    }

    /** As {@code kill -9}. */
    public void kill() {
        child().kill();
    }

    /** It holds its connections and answers nobody. */
    public void pause() throws IOException, InterruptedException {
        child().pause();
    }

    public void resume() throws IOException, InterruptedException {
        child().resume();
    }

    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        if (child != null) {
            child.close();
        }
    }

    private Child child() {
        if (child == null) {
            throw new IllegalStateException("start() comes first");
        }
        return child;
    }

    private void format() throws Exception {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(nowhere)
                    .run();
        }
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("process.roles", "broker,controller");
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("log.dirs", data.toString());
        listen(settings);
        rights(settings);

        // One node, few threads, quick starts.
        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "200");
        settings.put("controller.quorum.append.linger.ms", "0");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("metadata.max.idle.interval.ms", "0");
        settings.put("metric.reporters", "");
        // What a producer asks for too early or by a wrong name must fail instead of making a topic.
        settings.put("auto.create.topics.enable", "false");
        return settings;
    }

    private void listen(Properties settings) {
        settings.put(
                "listeners",
                "DIRECT://127.0.0.1:" + port + ",PROXIED://127.0.0.1:" + proxiedPort + ",LOGIN://127.0.0.1:" + loginPort
                        + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put(
                "advertised.listeners",
                "DIRECT://127.0.0.1:" + port + ",PROXIED://127.0.0.1:" + proxy.port() + ",LOGIN://127.0.0.1:"
                        + loginPort);
        settings.put(
                "listener.security.protocol.map",
                "DIRECT:PLAINTEXT,PROXIED:PLAINTEXT,LOGIN:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "DIRECT");
        settings.put("controller.listener.names", "CONTROLLER");
    }

    private static void rights(Properties settings) {
        settings.put("listener.name.login.sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.login.plain.sasl.jaas.config",
                LOGIN_MODULE + " user_" + USER + "=\"" + PASSWORD + "\";");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // Whoever comes without a login: the test, and the node itself.
        settings.put("super.users", "User:ANONYMOUS");
        settings.put("allow.everyone.if.no.acl.found", "true");
    }
}
