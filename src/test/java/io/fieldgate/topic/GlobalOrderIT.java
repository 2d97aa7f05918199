package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.topic.TopicSpec.Format;
import io.fieldgate.topic.TopicSpec.Ordering;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ordering: global} with three gateways: one order of all records, whoever wrote them and whoever reads. */
@Timeout(180)
class GlobalOrderIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DEVICES = 10;
    private static final int EACH = 500;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private final List<Gateway> gateways = new ArrayList<>();

    @BeforeEach
    void startKafka() {
        kafka = new EmbeddedKafka(folder, 0);
        kafka.start();
    }

    @AfterEach
    void closeAll() {
        Parts.closeAll(() -> gateways.forEach(Gateway::close), kafka);
    }

    @Test
    void whatThreeGatewaysWriteAtOnceHasOneOrderThatEveryReaderSees() throws Exception {
        List<List<String>> seen = List.of(readings(), readings(), readings());
        for (int i = 0; i < 3; i++) {
            start("reader-" + i, seen.get(i));
        }

        List<CompletableFuture<Void>> written = writeAll();

        await().atMost(PATIENCE).until(() -> seen.stream().allMatch(all -> all.size() == 3 * EACH));
        awaitStored(written);
        assertThat(seen.get(1)).isEqualTo(seen.get(0));
        assertThat(seen.get(2)).isEqualTo(seen.get(0));
        for (int i = 0; i < 3; i++) {
            String writer = i + "-";
            assertThat(seen.get(0).stream().filter(each -> each.startsWith(writer)))
                    .as("what gateway %s wrote", i)
                    .containsExactlyElementsOf(texts(i));
        }
    }

    @Test
    void theOrderOutlastsTheGatewayThatReadsIt() throws Exception {
        List<List<String>> seen = List.of(readings(), readings(), readings());
        for (int i = 0; i < 3; i++) {
            start("together", seen.get(i));
        }
        List<CompletableFuture<Void>> written = writeAll();
        await().atMost(PATIENCE).until(() -> seen.stream().mapToInt(List::size).sum() > EACH / 2);
        int first = seen.get(0).isEmpty() ? seen.get(1).isEmpty() ? 2 : 1 : 0;

        gateways.get(first).camel.getRouteController().stopRoute("read");

        List<String> order = inTheTopic(written);
        await().atMost(PATIENCE).untilAsserted(() -> {
            LinkedHashSet<String> all = new LinkedHashSet<>(seen.get(first));
            seen.stream().filter(own -> own != seen.get(first)).forEach(all::addAll);
            assertThat(all).containsExactlyElementsOf(order);
        });
    }

    private static void awaitStored(List<CompletableFuture<Void>> written) {
        CompletableFuture<Void> all = CompletableFuture.allOf(written.toArray(CompletableFuture[]::new));
        assertThat(all).succeedsWithin(PATIENCE);
    }

    private List<String> inTheTopic(List<CompletableFuture<Void>> written) {
        awaitStored(written);
        return gateways.get(0).read("ledger").stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    private static List<String> readings() {
        return new CopyOnWriteArrayList<>();
    }

    private void start(String group, List<String> seen) throws Exception {
        Gateway gateway = new Gateway(
                kafka.bootstrapServers(),
                new TopicSpec(
                        "ledger",
                        null,
                        (short) -1,
                        null,
                        null,
                        null,
                        null,
                        Ordering.GLOBAL,
                        Format.BYTES,
                        true,
                        Map.of()));
        gateways.add(gateway);
        gateway.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in").routeId("write").to("topic:ledger");
                from("topic:ledger?group=" + group)
                        .routeId("read")
                        .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)));
            }
        });
    }

    /** At once, each gateway in the order of its own. */
    private List<CompletableFuture<Void>> writeAll() throws Exception {
        List<AsyncProducer> producers = new ArrayList<>();
        for (Gateway gateway : gateways) {
            AsyncProducer producer = gateway.camel.getEndpoint("direct:in").createAsyncProducer();
            producer.start();
            producers.add(producer);
        }
        List<CompletableFuture<Void>> written = new ArrayList<>();
        for (int number = 0; number < EACH; number++) {
            for (int i = 0; i < producers.size(); i++) {
                written.add(write(producers.get(i), text(i, number), "device-" + number % DEVICES));
            }
        }
        return written;
    }

    private static CompletableFuture<Void> write(AsyncProducer producer, String text, String device) {
        Exchange exchange = new DefaultExchange(producer.getEndpoint().getCamelContext());
        exchange.getMessage().setBody(text.getBytes(UTF_8));
        exchange.getMessage().setHeader("device", device);
        CompletableFuture<Void> written = new CompletableFuture<>();
        producer.process(exchange, doneSync -> {
            if (exchange.getException() == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(exchange.getException());
            }
        });
        return written;
    }

    private static String text(int writer, int number) {
        return writer + "-" + number;
    }

    private static List<String> texts(int writer) {
        return IntStream.range(0, EACH).mapToObj(number -> text(writer, number)).toList();
    }
}
