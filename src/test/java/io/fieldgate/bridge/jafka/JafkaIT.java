package io.fieldgate.bridge.jafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sohu.jafka.message.CompressionCodec;
import io.fieldgate.fault.Parts;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Failure;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic of a Jafka is read from its beginning, once, and on. */
@Timeout(180)
class JafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<Exchange> taken = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    private final List<DefaultCamelContext> gateways = new ArrayList<>();
    private JafkaServer jafka;

    @BeforeEach
    void open() throws Exception {
        jafka = new JafkaServer(folder.resolve("log"), 2);
    }

    @AfterEach
    void close() {
        Parts.closeAll(() -> gateways.forEach(DefaultCamelContext::stop), jafka);
    }

    @Test
    void allPartitionsAreReadFromTheOldestMessageOnInTheirOrderAndNoneAgainAfterARestart() throws Exception {
        jafka.send("plant", 0, numbered("a", 0, 1_000));
        jafka.send("plant", 1, CompressionCodec.GZIPCompressionCodec, numbered("b", 0, 1_000));

        DefaultCamelContext first = gateway();
        await().atMost(PATIENCE).until(() -> taken.size() >= 2_000);
        first.close();
        jafka.send("plant", 0, numbered("a", 1_000, 1_500));
        jafka.send("plant", 1, CompressionCodec.GZIPCompressionCodec, numbered("b", 1_000, 1_500));
        gateway();
        await().atMost(PATIENCE).until(() -> taken.size() >= 3_000);

        assertThat(bodies("a")).isEqualTo(numbered("a", 0, 1_500));
        assertThat(bodies("b")).isEqualTo(numbered("b", 0, 1_500));
        Exchange one = taken.stream()
                .filter(exchange -> body(exchange).equals("a1"))
                .findFirst()
                .orElseThrow();
        // Jafka puts ten bytes before a message.
        assertThat(one.getMessage().getHeaders())
                .containsEntry("fg.source", "jafka")
                .containsEntry("jafka.topic", "plant")
                .containsEntry("jafka.partition", 0)
                .containsEntry("jafka.offset", 12L)
                .containsKey("fg.received-at");
    }

    @Test
    void howFarItHasComeIsSavedWhileTheRouteRunsSoThatAKillRepeatsNothingThatWasStoredLongBefore() throws Exception {
        jafka.send("plant", 0, List.of("stored"));
        gateway();
        await().atMost(PATIENCE).until(() -> taken.size() == 1);
        Path checkpoint = folder.resolve("checkpoints/jafka/in.json");
        await().atMost(PATIENCE).until(() -> Files.readString(checkpoint).contains("plant"));

        // All that is left of a gateway after kill -9.
        Path left = folder.resolve("left");
        Files.createDirectories(left.resolve("jafka"));
        Files.copy(checkpoint, left.resolve("jafka/in.json"));
        gateway(left);
        jafka.send("plant", 0, List.of("later"));

        await().atMost(PATIENCE).until(() -> taken.size() == 3);
        assertThat(taken).extracting(JafkaIT::body).containsExactly("stored", "later", "later");
    }

    @Test
    void aProbeFindsTheServerWellWhetherOrNotTheTopicIsThere() throws Exception {
        jafka.send("plant", 0, List.of("reading"));

        Diagnosis found = new JafkaProbe(
                        new JafkaProperties(jafka.address(), folder, Duration.ZERO, PATIENCE, PATIENCE), PATIENCE)
                .look(Set.of("plant", "missing"));

        assertThat(found).isEqualTo(Diagnosis.well("jafka", jafka.address() + " answers"));
    }

    @Test
    void aPartitionThatIsAddedIsReadToo() throws Exception {
        jafka.send("plant", 0, List.of("early"));
        gateway();
        await().atMost(PATIENCE).until(() -> taken.size() == 1);

        jafka.enlarge("plant", 3);
        jafka.send("plant", 2, List.of("late"));

        await().atMost(PATIENCE).until(() -> taken.size() == 2);
        assertThat(taken.get(1).getMessage().getHeader("jafka.partition")).isEqualTo(2);
    }

    @Test
    void aPartitionThatIsAddedIsReadThoughTheOthersAlwaysHaveMessages() throws Exception {
        jafka.send("plant", 0, numbered("a", 0, 1_000));
        Path added = folder.resolve("log/plant-2/00000000000000000000.jafka");
        Connection connection = new Connection(BrokerAddress.parse(jafka.address()), PATIENCE);
        Positions positions = new Positions(folder.resolve("checkpoints"), PATIENCE, "in", "here/plant");
        try (JafkaInlet inlet = new JafkaInlet(connection, "plant", positions, Duration.ZERO)) {
            inlet.open();
            await().atMost(PATIENCE).until(() -> !inlet.read(1, Duration.ZERO).isEmpty());

            jafka.enlarge("plant", 3);
            jafka.send("plant", 2, List.of("late"));
            await().atMost(PATIENCE).until(() -> Files.exists(added) && Files.size(added) > 0);
            List<String> next = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                inlet.read(1, Duration.ZERO).forEach(arrival -> next.add(new String(arrival.body(), UTF_8)));
            }

            assertThat(next).hasSize(5).contains("late");
        }
    }

    @Test
    void whileHowFarItHasComeCannotBeSavedNothingIsReadAgainAndAgain() throws Exception {
        jafka.send("plant", 0, List.of("stored"));
        DefaultCamelContext gateway = gateway();
        Path checkpoint = folder.resolve("checkpoints/jafka/in.json");
        await().atMost(PATIENCE)
                .until(() ->
                        Files.exists(checkpoint) && Files.readString(checkpoint).contains("plant"));
        Path next = folder.resolve("checkpoints/jafka/in.json.next");

        Files.createDirectory(next);
        jafka.send("plant", 0, List.of("meanwhile"));

        await().atMost(PATIENCE).until(() -> health(gateway).contains("cannot be kept"));
        // In which it tries several times.
        await().during(Duration.ofSeconds(4))
                .atMost(PATIENCE)
                .until(() -> taken.size() == 2 && !health(gateway).equals("UP"));
        Files.delete(next);
        jafka.send("plant", 0, List.of("later"));
        await().atMost(PATIENCE).until(() -> bodies("later").size() == 1);
        assertThat(taken).extracting(JafkaIT::body).containsExactly("stored", "meanwhile", "meanwhile", "later");
    }

    @Test
    void aMessageLargerThanWhatIsAskedForAtATimeComesWhole() throws Exception {
        String large = "x".repeat(3_000_000);
        jafka.send("plant", 0, List.of("before", large, "after"));

        gateway();

        await().atMost(PATIENCE).until(() -> taken.size() == 3);
        assertThat(taken).extracting(JafkaIT::body).containsExactly("before", large, "after");
    }

    @Test
    void aDamagedMessageIsADeadLetterAndTheNextComesThrough() throws Exception {
        jafka.send("plant", 0, List.of("first", "second", "third"));
        jafka.send("plant", 0, CompressionCodec.GZIPCompressionCodec, List.of("fourth", "fifth"));
        Path log = folder.resolve("log/plant-0/00000000000000000000.jafka");
        int head = 10;
        int three = head + 5 + head + 6 + head + 5;
        // Jafka's producer waits for no answer.
        await().atMost(PATIENCE).until(() -> Files.exists(log) && Files.size(log) > three);
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(head + 5 + head + 6 - 1);
            file.write('!');
            file.seek(file.length() - 1);
            file.write(0xff);
        }

        gateway();

        await().atMost(PATIENCE).until(() -> letters.size() == 2);
        assertThat(taken).extracting(JafkaIT::body).containsExactly("first", "third");
        assertThat(letters)
                .allSatisfy(letter -> assertThat(letter.cause())
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.code()).isEqualTo("CORRUPT")));
        assertThat(letters.get(0).value()).asString().isEqualTo("secon!");
    }

    @Test
    void whereNothingIsAnyMoreItIsReadFromTheOldestThatIs() throws Exception {
        jafka.send("plant", 0, List.of("made anew"));
        Files.createDirectories(folder.resolve("checkpoints/jafka"));
        Files.writeString(
                folder.resolve("checkpoints/jafka/in.json"), "{\"" + jafka.address() + "/plant\": {\"0\": 4711}}");

        gateway();

        await().atMost(PATIENCE).until(() -> taken.size() == 1);
        assertThat(body(taken.get(0))).isEqualTo("made anew");
    }

    @Test
    void aBrokerThatIsAwayIsNamedAndReadAsSoonAsItIsBack() throws Exception {
        jafka.send("plant", 0, List.of("kept"));
        jafka.proxy().sever();
        DefaultCamelContext gateway = gateway();
        await().atMost(PATIENCE).until(() -> health(gateway).contains("Jafka at " + jafka.address() + " cannot be"));

        jafka.proxy().restore();

        await().atMost(PATIENCE)
                .until(() -> taken.size() == 1 && health(gateway).equals("UP"));
    }

    @Test
    void aSecondGatewayWithTheSameCheckpointsReadsNothing() throws Exception {
        jafka.send("plant", 0, List.of("once"));
        DefaultCamelContext first = gateway();
        await().atMost(PATIENCE).until(() -> taken.size() == 1);

        DefaultCamelContext second = gateway();

        await().atMost(PATIENCE).until(() -> health(second).contains("Another gateway uses the checkpoints"));
        first.close();
        jafka.send("plant", 0, List.of("later"));
        await().atMost(PATIENCE).until(() -> taken.size() == 2);
        assertThat(taken).extracting(JafkaIT::body).containsExactly("once", "later");
    }

    @Test
    void whatARouteAsksForAndCannotBeIsSaidWithWhatIsAllowed() throws Exception {
        DefaultCamelContext gateway = new DefaultCamelContext();
        gateways.add(gateway);

        assertThatThrownBy(() -> gateway.getEndpoint("jafka:plant?broker=here"))
                .hasStackTraceContaining("jafka:plant: broker is 'here', allowed is host:port");
        assertThatThrownBy(() -> gateway.getEndpoint("jafka:a/b"))
                .hasStackTraceContaining("jafka:a/b: allowed is a topic of letters, digits");
        assertThatThrownBy(() -> gateway.getEndpoint("jafka:plant").createProducer())
                .hasMessage("jafka:plant: nothing is sent to Jafka, allowed is jafka: as a source");
        assertThatThrownBy(() -> new JafkaProperties(
                        "jafka:99999", folder, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessage("fieldgate.jafka.broker is 'jafka:99999', allowed is host:port");
    }

    private DefaultCamelContext gateway() throws Exception {
        return gateway(folder.resolve("checkpoints"));
    }

    private DefaultCamelContext gateway(Path checkpoints) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        gateways.add(camel);
        DeadLetterQueue queue = letter -> {
            letters.add(letter);
            return CompletableFuture.completedFuture(null);
        };
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, queue);
        camel.getShutdownStrategy().setTimeout(1);
        DefaultComponent component = new JafkaComponent(new JafkaProperties(
                jafka.address(), checkpoints, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(10)));
        camel.addComponent("jafka", component);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("jafka:plant").routeId("in").process(taken::add);
            }
        });
        camel.start();
        return camel;
    }

    private static String health(DefaultCamelContext camel) {
        var result = ((HealthCheckAware) camel.getRoute("in").getConsumer())
                .getHealthCheck()
                .call();
        Object cause = result.getDetails().get("cause");
        return cause == null ? result.getState().name() : cause.toString();
    }

    private List<String> bodies(String prefix) {
        return taken.stream()
                .map(JafkaIT::body)
                .filter(body -> body.startsWith(prefix))
                .toList();
    }

    private static String body(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    private static List<String> numbered(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i).toList();
    }
}
