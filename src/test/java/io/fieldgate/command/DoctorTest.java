package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Diagnosis.State;
import io.fieldgate.route.lint.RouteGraph.End;
import io.fieldgate.route.trial.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class DoctorTest {
    private static final List<End> ENDS = List.of(
            new End("telemetry", "mqtt", "plant/{device}", true, null, null),
            new End("telemetry", "topic", "telemetry", false, null, null),
            new End("rows", "topic", "telemetry", true, null, null),
            new End("rows", "database", "telemetry", false, null, null),
            new End("files", "intake", "drop/{device}.csv", true, null, null));
    private static final List<End> NEIGHBOURS = List.of(
            new End("a", "rabbitmq", "readings", true, null, null),
            new End("b", "redis", "stream:readings", true, null, null),
            new End("c", "broker", "queue:readings", true, null, null),
            new End("d", "zeromq", "pull:meters", true, null, null),
            new End("e", "jafka", "readings", true, null, null),
            new End("f", "lake", "readings", false, null, null));
    private static final String[] NEIGHBOUR_NAMES = {"rabbitmq", "redis", "broker", "zeromq", "jafka", "lake"};

    private final MockEnvironment environment =
            new MockEnvironment().withProperty("server.port", "0").withProperty("management.server.port", "0");

    @TempDir
    private Path folder;

    @Test
    void saysOfEachThingThatIsAwayWhatToDo() throws Exception {
        nothingIsUpAt(1);

        List<Diagnosis> found = examine(ENDS);

        assertThat(found)
                .extracting(Diagnosis::about, Diagnosis::state)
                .containsExactly(
                        tuple("java", State.WELL),
                        tuple("ports", State.WELL),
                        tuple("kafka", State.ILL),
                        tuple("mqtt", State.ILL),
                        tuple("database", State.ILL),
                        tuple("rabbitmq", State.UNUSED),
                        tuple("redis", State.UNUSED),
                        tuple("broker", State.UNUSED),
                        tuple("zeromq", State.UNUSED),
                        tuple("jafka", State.UNUSED),
                        tuple("lake", State.UNUSED),
                        tuple("disk", State.WELL));
        assertThat(found)
                .filteredOn(diagnosis -> diagnosis.state() == State.ILL)
                .allSatisfy(diagnosis -> assertThat(diagnosis.text()).contains("127.0.0.1:1"))
                .extracting(Diagnosis::cure)
                .containsExactly(
                        "Start it, or correct fieldgate.kafka.bootstrap-servers.",
                        "Start the broker, or correct fieldgate.mqtt.url.",
                        "Start it, or correct fieldgate.database.url.");
    }

    @Test
    void waitsOnlyThreeSecondsForServersThatTakeAConnectionAndSayNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            nothingIsUpAt(silent.getLocalPort());
            long begun = System.nanoTime();

            List<Diagnosis> found =
                    examine(Stream.concat(ENDS.stream(), NEIGHBOURS.stream()).toList());

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
            assertThat(found)
                    .filteredOn(diagnosis -> diagnosis.state() == State.ILL)
                    .extracting(Diagnosis::about)
                    // Whoever listens there satisfies ZeroMQ.
                    .containsExactly("kafka", "mqtt", "database", "rabbitmq", "redis", "broker", "jafka", "lake");
        }
    }

    @Test
    void saysOfEachNeighbourThatIsAwayWhatToDoAndShowsNoSecret() throws Exception {
        nothingIsUpAt(1);

        List<Diagnosis> found = examine(NEIGHBOURS);

        assertThat(found)
                .filteredOn(diagnosis -> List.of(NEIGHBOUR_NAMES).contains(diagnosis.about()))
                .allSatisfy(diagnosis -> {
                    assertThat(diagnosis.state()).isEqualTo(State.ILL);
                    assertThat(diagnosis.text()).doesNotContain("hidden");
                })
                .extracting(Diagnosis::about, Diagnosis::cure)
                .containsExactly(
                        tuple("rabbitmq", "Start it, or correct fieldgate.rabbitmq.url."),
                        tuple("redis", "Start it, or correct fieldgate.redis.url."),
                        tuple("broker", "Start it, or correct fieldgate.broker.url."),
                        tuple("zeromq", "Start it, or correct fieldgate.zeromq.sockets.meters.address."),
                        tuple("jafka", "Start it, or correct fieldgate.jafka.broker."),
                        tuple("lake", null));
        assertThat(found)
                .extracting(Diagnosis::text)
                .anySatisfy(
                        text -> assertThat(text).contains("lake:readings: there is no lake; set fieldgate.lake.root"));
    }

    @Test
    void doesNotAskTheServerOfTheConfigurationForRoutesThatNameAnother() throws Exception {
        nothingIsUpAt(1);

        assertThat(examine(List.of(new End("a", "redis", "list:readings", true, null, "redis://elsewhere"))))
                .filteredOn(diagnosis -> diagnosis.about().equals("redis"))
                .singleElement()
                .isEqualTo(Diagnosis.unused("redis", "not looked at: the routes name servers of their own"));
    }

    @Test
    void leavesOutWhatNoRouteUses() throws Exception {
        nothingIsUpAt(1);
        environment.setProperty("fieldgate.database.url", "");

        assertThat(examine(List.of()))
                .filteredOn(diagnosis -> diagnosis.state() == State.UNUSED)
                .extracting(Diagnosis::about)
                .containsExactly("mqtt", "database", "rabbitmq", "redis", "broker", "zeromq", "jafka", "lake");
    }

    @Test
    void saysThatARouteWritesToADatabaseThatNobodyHasNamed() throws Exception {
        nothingIsUpAt(1);
        environment.setProperty("fieldgate.database.url", "");

        assertThat(examine(ENDS))
                .filteredOn(diagnosis -> diagnosis.about().equals("database"))
                .singleElement()
                .satisfies(diagnosis ->
                        assertThat(diagnosis.text()).isEqualTo("a route writes to a table, but there is no database"));
    }

    @Test
    void looksAtTheTablesOfADatabaseThatIsThere() throws Exception {
        nothingIsUpAt(1);
        environment.setProperty("fieldgate.database.url", "jdbc:h2:mem:doctor");
        environment.setProperty("fieldgate.tables[0].name", "readings");
        environment.setProperty("fieldgate.tables[0].columns[0].name", "device");
        environment.setProperty("fieldgate.tables[0].columns[0].type", "text");
        environment.setProperty("fieldgate.tables[0].columns[0].from", "key");
        environment.setProperty("fieldgate.tables[0].key[0]", "device");

        assertThat(examine(ENDS))
                .extracting(Diagnosis::text)
                .anySatisfy(text -> assertThat(text).startsWith("jdbc:h2:mem:doctor, H2 2."))
                .contains(
                        "1 of config/tables.yaml can be written",
                        "this database has no clock of its own to compare with");
    }

    @Test
    void saysOfEachWebhookWhetherItAnswersAndSendsItNothing() throws Exception {
        nothingIsUpAt(1);
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", request -> {
            asked.add(request.getRequestMethod() + " "
                    + request.getRequestHeaders().getFirst("Authorization") + " "
                    + request.getRequestBody().readAllBytes().length);
            request.sendResponseHeaders(405, -1);
            request.close();
        });
        shop.start();
        try {
            webhook("shop", "http://127.0.0.1:" + shop.getAddress().getPort() + "/hook");
            environment.setProperty("fieldgate.webhooks.shop.headers.Authorization", "secret");
            webhook("gone", "http://127.0.0.1:1/hook");
            webhook("nobody", "http://nobody.invalid/hook");
            environment.setProperty("fieldgate.webhooks.later.timeout", "10s");

            List<Diagnosis> found = examine(List.of(
                    new End("a", "webhook", "shop", false, null, null),
                    new End("b", "webhook", "shop", false, null, null),
                    new End("c", "webhook", "nobody", false, null, null),
                    new End("d", "webhook", "gone", false, null, null),
                    new End("e", "webhook", "later", false, null, null)));

            assertThat(found)
                    .filteredOn(diagnosis -> diagnosis.about().equals("webhook"))
                    .extracting(Diagnosis::state, Diagnosis::cure)
                    .containsExactly(
                            tuple(State.ILL, "Start it, or correct fieldgate.webhooks.gone.url."),
                            tuple(State.ILL, "Set fieldgate.webhooks.later.url to https://HOST/PATH."),
                            tuple(State.ILL, "Correct fieldgate.webhooks.nobody.url."),
                            tuple(State.WELL, null));
            assertThat(found).extracting(Diagnosis::text).contains("shop: 127.0.0.1 answers");
            assertThat(asked).containsExactly("HEAD null 0");
        } finally {
            shop.stop(0);
        }
    }

    private void webhook(String name, String url) {
        environment.setProperty("fieldgate.webhooks." + name + ".url", url);
        environment.setProperty("fieldgate.webhooks." + name + ".plain-http", "true");
        environment.setProperty("fieldgate.webhooks." + name + ".private-addresses[0]", "127.0.0.0/8");
    }

    @Test
    void saysWhoseThePortsAre() throws Exception {
        nothingIsUpAt(1);
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            environment.setProperty("server.port", String.valueOf(other.getLocalPort()));

            assertThat(examine(List.of()))
                    .filteredOn(diagnosis -> diagnosis.about().equals("ports"))
                    .singleElement()
                    .satisfies(ports -> {
                        assertThat(ports.text())
                                .isEqualTo("in use, and not by a gateway: 127.0.0.1:" + other.getLocalPort()
                                        + " (server.port)");
                        assertThat(ports.cure()).isEqualTo("Stop what uses it, or choose another with server.port.");
                    });
        }
    }

    @Test
    void saysWhichFolderCannotBeWritten() throws Exception {
        nothingIsUpAt(1);
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        environment.setProperty(
                "fieldgate.intake.checkpoints", file.resolve("checkpoints").toString());

        assertThat(examine(ENDS))
                .filteredOn(diagnosis -> diagnosis.about().equals("disk"))
                .singleElement()
                .satisfies(disk -> assertThat(disk.text())
                        .isEqualTo(file.resolve("checkpoints") + " (fieldgate.intake.checkpoints) cannot be written"));
    }

    private void nothingIsUpAt(int port) {
        environment.setProperty("fieldgate.kafka.bootstrap-servers", "127.0.0.1:" + port);
        environment.setProperty("fieldgate.mqtt.url", "tcp://127.0.0.1:" + port);
        environment.setProperty("fieldgate.rabbitmq.url", "amqp://127.0.0.1:" + port);
        environment.setProperty("fieldgate.rabbitmq.password", "hidden");
        environment.setProperty("fieldgate.redis.url", "redis://127.0.0.1:" + port);
        environment.setProperty("fieldgate.redis.password", "hidden");
        environment.setProperty("fieldgate.broker.url", "tcp://127.0.0.1:" + port);
        environment.setProperty("fieldgate.broker.password", "hidden");
        environment.setProperty("fieldgate.zeromq.sockets.meters.address", "tcp://127.0.0.1:" + port);
        environment.setProperty("fieldgate.jafka.broker", "127.0.0.1:" + port);
        environment.setProperty("fieldgate.database.url", "jdbc:postgresql://127.0.0.1:" + port + "/plant");
        environment.setProperty(
                "fieldgate.intake.root", folder.resolve("intake").toString());
        environment.setProperty(
                "fieldgate.intake.checkpoints", folder.resolve("checkpoints").toString());
    }

    private List<Diagnosis> examine(List<End> ends) throws InterruptedException {
        return new Doctor(Settings.of(environment), ends).look();
    }
}
