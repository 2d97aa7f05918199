package io.fieldgate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Ledger;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ordering: global} from the sockets of three gateways into a topic, and out of it into another by the one of them whose turn
 * it is. That one is killed.
 */
@Timeout(180)
class GlobalOrderLedgerIT {
    private static final int CLIENTS = 1;
    private static final int BATCH = 10;
    private static final int SOME = 20 * BATCH;
    private static final String GROUP = "fieldgate.copy";

    @TempDir
    private Path folder;

    private final Ledger ledger = new Ledger();
    private EmbeddedKafka kafka;
    private final List<Member> members = new ArrayList<>();

    /** A gateway, and those who send to it. */
    private final class Member implements AutoCloseable {
        private final String name;
        private final GatewayProcess process;
        private final PostingClients clients;

        Member(String name) throws Exception {
            this.name = name;
            Map<String, String> environment = environment(name);
            this.process = GatewayProcess.start(folder, environment, "run");
            this.clients = new PostingClients(
                    Integer.parseInt(environment.get("SERVER_PORT")), name + "-phone", CLIENTS, BATCH, ledger);
        }

        @Override
        public void close() {
            clients.close();
            process.close();
        }
    }

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        for (String name : List.of("red", "green", "blue")) {
            members.add(new Member(name));
        }
    }

    @AfterEach
    void stopEverything() {
        Parts.closeAll(() -> members.forEach(Member::close), kafka);
    }

    @Test
    void theOrderOutlastsTheGatewayThatIsKilledWhileItReads() throws Exception {
        awaitCopies(SOME);
        await().atMost(60, SECONDS).until(() -> members.stream().allMatch(each -> each.clients.accepted() > 0));

        Member reader = reader();
        reader.process.kill();
        reader.clients.close();
        awaitCopies(Records.count(kafka.bootstrapServers(), "copy") + SOME);
        for (Member each : members) {
            if (each != reader) {
                each.clients.finish();
            }
        }

        List<ConsumerRecord<byte[], byte[]>> written = Records.all(kafka.bootstrapServers(), "journal");
        ledger.verify(written, CLIENTS * BATCH);
        Ledger.verifyOrderAsSent(written);
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(order("copy")).containsExactlyElementsOf(order("journal")));
    }

    private void awaitCopies(long records) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            await().atMost(120, SECONDS)
                    .until(() -> admin.listTopics().names().get().contains("copy"));
        }
        await().atMost(120, SECONDS).untilAsserted(() -> {
            assertThat(members)
                    .allSatisfy(each -> assertThat(each.clients.unexpected()).isNull());
            assertThat(Records.count(kafka.bootstrapServers(), "copy"))
                    .as(() -> members.stream().map(each -> each.process.said()).collect(Collectors.joining()))
                    .isGreaterThanOrEqualTo(records);
        });
    }

    /** Messages in the order in which they came first. */
    private List<String> order(String topic) {
        return Records.all(kafka.bootstrapServers(), topic).stream()
                .map(Ledger::message)
                .distinct()
                .toList();
    }

    /** Who has the partition. */
    private Member reader() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            String instance = admin.describeConsumerGroups(List.of(GROUP)).all().get(60, SECONDS).values().stream()
                    .flatMap(group -> group.members().stream())
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .map(member -> member.groupInstanceId().orElseThrow())
                    .findFirst()
                    .orElseThrow();
            return members.stream()
                    .filter(each -> instance.startsWith(each.name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Map<String, String> environment(String name) throws Exception {
        Path own = Files.createDirectories(folder.resolve(name));
        Map<String, String> environment =
                GatewayProcess.environment(own, kafka.bootstrapServers(), "tcp://127.0.0.1:1", Ports.free());
        environment.put("FIELDGATE_DATABASE_URL", "");
        environment.put("FIELDGATE_KAFKA_INSTANCE", name);
        // A killed gateway is missed only after this time.
        environment.put("FIELDGATE_KAFKA_PROPERTIES_SESSION_TIMEOUT_MS", "6000");
        environment.put("FIELDGATE_KAFKA_PROPERTIES_HEARTBEAT_INTERVAL_MS", "1000");
        List<String> topics = List.of("journal", "copy");
        for (int i = 0; i < topics.size(); i++) {
            environment.put("FIELDGATE_TOPICS_" + i + "_NAME", topics.get(i));
            environment.put("FIELDGATE_TOPICS_" + i + "_ORDERING", "global");
        }
        Path routes = Files.writeString(own.resolve("global.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: http-to-topic
                    routeId: journal
                    parameters:
                      - { name: path, value: "/v1/telemetry/{device}" }
                      - { name: topic, value: journal }
                - route:
                    id: copy
                    from:
                      uri: topic:journal
                      steps:
                        - to: topic:copy
                """);
        environment.put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "classpath:route-templates/*.camel.yaml,file:" + routes);
        return environment;
    }
}
