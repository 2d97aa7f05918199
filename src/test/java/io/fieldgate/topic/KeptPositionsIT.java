package io.fieldgate.topic;

import static io.fieldgate.topic.Gateway.topic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionSink;
import io.fieldgate.message.PositionStore;
import io.fieldgate.message.Progress;
import io.fieldgate.topic.TopicSpec.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.Builder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic of one partition, and a sink in memory that keeps positions; one Kafka for all, each with a topic of its own. */
@Timeout(240)
class KeptPositionsIT {
    private static final String GROUP = "fieldgate.store";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;

    private final String topic = "events-" + NUMBER.incrementAndGet();
    private final Store store = new Store();
    private final List<Long> before = new CopyOnWriteArrayList<>();
    private @Nullable Gateway gateway;

    @BeforeAll
    static void startKafka() {
        kafka = new EmbeddedKafka(folder, 0);
        kafka.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void produceTen() throws Exception {
        start("direct:nothing");
        Objects.requireNonNull(gateway).provisioner.ready().get(60, TimeUnit.SECONDS);
        stop();
        produce(0, 10);
    }

    private void produce(int first, int end) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = first; i < end; i++) {
                var unused = producer.send(new ProducerRecord<>(
                        topic, "k".getBytes(UTF_8), Integer.toString(i).getBytes(UTF_8)));
            }
        }
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void whereTheSinkStandsWinsOverKafkaSoThatARestoredOneGetsWhatItLacks() throws Exception {
        start(source());
        await().until(() -> store.stored.size() == 10);
        await().until(() -> Objects.requireNonNull(gateway).committed(GROUP, topic) == 10);
        stop();
        assertThat(store.position()).isEqualTo(10);

        store.stands(4);
        store.stored.clear();
        start(source());

        await().until(() -> store.stored.size() == 6);
        assertThat(store.stored).containsExactly("4", "5", "6", "7", "8", "9");
    }

    @Test
    void beginsWhereKafkaSaysWhenTheSinkKnowsNothing() throws Exception {
        start("topic:" + topic);
        await().until(() -> Objects.requireNonNull(gateway).committed(GROUP, topic) == 10);
        stop();
        store.stored.clear();

        start(source());

        await().until(() -> store.loads.get() > 0);
        await().during(Duration.ofSeconds(1)).until(store.stored::isEmpty);
    }

    @Test
    void aPartitionWaitsUntilTheSinkHasAnswered() throws Exception {
        store.stands(8);
        store.down = true;
        start(source());
        await().until(() -> store.loads.get() > 2);
        assertThat(store.stored).isEmpty();
        assertThat(Objects.requireNonNull(gateway).members(GROUP)).isEqualTo(1);

        store.down = false;

        await().until(() -> store.stored.size() == 2);
        assertThat(store.stored).containsExactly("8", "9");
    }

    @Test
    void goesOnWithTheFirstRecordThatKafkaStillHas() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(6)))
                    .all()
                    .get();
        }
        store.stands(2);

        start(source());

        await().until(() -> store.stored.size() == 4);
        assertThat(store.stored).containsExactly("6", "7", "8", "9");
    }

    @Test
    void aTopicThatWasMadeAnewIsReadFromItsBeginning() throws Exception {
        store.stands(5_000);

        start(source());

        await().until(() -> store.stored.size() == 10);
        await().until(() -> store.position() == 10);
    }

    @Test
    void aTopicThatWasMadeAnewIsReadFromItsBeginningThoughItHasMoreRecordsThanWereRead() throws Exception {
        start(source());
        await().until(() -> store.position() == 10);
        stop();
        store.stored.clear();

        makeAnew();
        produce(100, 120);
        start(source());

        await().until(() -> store.position() == 20);
        assertThat(store.stored).hasSize(20).startsWith("100", "101").endsWith("119");
    }

    @Test
    @Timeout(300)
    void aTopicThatIsMadeAnewUnderARunningGatewayIsReadFromItsBeginning() throws Exception {
        start(source());
        await().until(() -> store.position() == 10);

        makeAnew();
        produce(100, 120);

        // Topics are looked at every half minute.
        await().atMost(Duration.ofSeconds(90))
                .until(() -> store.stored.containsAll(
                        IntStream.range(100, 120).mapToObj(Integer::toString).toList()));
        await().until(() -> store.position() == 20);
    }

    @Test
    void theIdOfTheTopicIsKeptWithAPositionThatCameWithoutOne() throws Exception {
        store.stands(8);

        start(source());

        await().until(() -> store.position() == 10);
        assertThat(store.load(place()).topicId()).isNotEmpty();
        assertThat(store.stored).containsExactly("8", "9");
    }

    @Test
    void aSinkThatHasLostWhatItHadGetsItAgainBeforeItsPositionMoves() throws Exception {
        start(source());
        await().until(() -> store.position() == 10);
        Position before = store.load(place());
        store.stored.clear();

        // A fail-over to a replica that lags behind.
        store.positions.put(place(), new Position(4, before.topicId(), before.version() - 6));
        produce(10, 12);

        await().until(() -> store.position() == 12);
        assertThat(store.stored)
                .contains("4", "5", "6", "7", "8", "9", "10", "11")
                .doesNotContain("3");
    }

    @Test
    void aSinkThatHasLostWhatItHadGetsItAgainThoughNothingNewComes() throws Exception {
        start(source());
        await().until(() -> store.position() == 10);
        Position before = store.load(place());
        store.stored.clear();

        store.positions.put(place(), new Position(4, before.topicId(), before.version() - 6));

        await().atMost(Duration.ofSeconds(60)).until(() -> store.position() == 10);
        assertThat(store.stored).containsExactly("4", "5", "6", "7", "8", "9");
    }

    @Test
    void aSinkThatHasLostEverythingIsFilledFromTheBeginning() throws Exception {
        start(source());
        await().until(() -> store.position() == 10);
        store.stored.clear();

        store.positions.clear();
        produce(10, 11);

        await().until(() -> store.position() == 11);
        assertThat(store.stored).contains("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    }

    @Test
    void partsOfAMessageDoNotMoveItsPosition() throws Exception {
        store.refused = "7";
        start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(source())
                        .routeId("store")
                        .split(body().tokenize(","))
                        .to("store:parts")
                        .process(exchange -> before.add(store.position()))
                        .end()
                        .to("store:it");
            }
        });
        await().until(() -> store.position() == 10);

        assertThat(before).startsWith(-1L, 1L, 2L, 3L);
        assertThat(store.stored).hasSize(2 * 9);
    }

    private void makeAnew() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Uuid before = topicId(admin);
            admin.deleteTopics(List.of(topic)).all().get();
            try {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            } catch (ExecutionException e) {
                assertThat(e).as("the gateway was faster").hasCauseInstanceOf(TopicExistsException.class);
            }
            // Kafka answers when it is made, and a broker knows it when it has read that.
            await().ignoreExceptions().until(() -> !topicId(admin).equals(before));
        }
    }

    private Uuid topicId(Admin admin) throws Exception {
        return Objects.requireNonNull(admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic))
                .topicId();
    }

    @Test
    void deadLettersAreNotReadAgain() throws Exception {
        store.refused = "9";
        start(source());

        await().until(() -> store.position() == 10);
        assertThat(store.stored).hasSize(9);
    }

    @Test
    void theSinkMustBeTheLastStep() {
        assertRefused("its last step is another", route -> route.to("store:it").to("log:after"));
        assertRefused(
                "its last step is another", route -> route.split(Builder.body()).to("store:it"));
    }

    @Test
    void noOtherStepMayWriteToItsTable() {
        assertRefused(
                "the route writes to it before, too",
                route -> route.to("store:it").to("store:it"));
        assertRefused(
                "the route writes to it before, too",
                route -> route.filter(Builder.body().isNotNull())
                        .to("store:it")
                        .end()
                        .to("store:it"));
    }

    private void assertRefused(String instead, java.util.function.Consumer<RouteDefinition> steps) {
        assertThatThrownBy(() -> start(new RouteBuilder() {
                    @Override
                    public void configure() {
                        steps.accept(from(source()).routeId("store"));
                    }
                }))
                .hasMessage("topic:" + topic + ": with offsets=database one step of route 'store' may write to its"
                        + " table, 'to: database:TABLE' as the last, on its own level; " + instead + ".");
        stop();
    }

    private String source() {
        return "topic:" + topic + "?offsets=database";
    }

    private void start(String from) throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(from).routeId("store").to("store:it");
            }
        });
    }

    private void start(RouteBuilder route) throws Exception {
        Gateway starting = new Gateway(kafka.bootstrapServers(), topic(topic, 1, Format.BYTES));
        gateway = starting;
        starting.camel.addComponent("store", new Component());
        starting.start(route);
    }

    private Place place() {
        return new Place(GROUP, topic, 0);
    }

    /** What a database does, in memory. */
    private final class Store implements PositionStore {
        final Map<Place, Position> positions = new ConcurrentHashMap<>();
        final List<String> stored = new CopyOnWriteArrayList<>();
        final AtomicInteger loads = new AtomicInteger();
        volatile boolean down;
        volatile String refused = "";

        long position() {
            return load(place()).next();
        }

        /** As far as a gateway without topic ids has come. */
        void stands(long next) {
            positions.put(place(), new Position(next, "", 0));
        }

        @Override
        public Position load(Place place) {
            loads.incrementAndGet();
            if (down) {
                throw Failure.temporary("The store is down.", null);
            }
            return positions.getOrDefault(place, Position.UNKNOWN);
        }

        @Override
        public synchronized void save(Map<Bookmark, Long> next) {
            next.forEach((bookmark, offset) -> {
                Position known = bookmark.known();
                Position now = positions.getOrDefault(bookmark.place(), Position.UNKNOWN);
                if (now.includes(known)) {
                    now = new Position(Math.max(now.next(), offset), known.topicId(), now.version() + 1);
                    positions.put(bookmark.place(), now);
                }
                bookmark.answer(known, now);
            });
        }

        @Override
        public void verify(Collection<Bookmark> bookmarks) {
            bookmarks.forEach(bookmark -> bookmark.answer(bookmark.known(), load(bookmark.place())));
        }

        @Override
        public synchronized Position restart(Place place, Position from, long next, String topicId) {
            if (load(place).equals(from)) {
                positions.put(place, new Position(next, topicId, from.version() + 1));
            }
            return load(place);
        }

        void store(Exchange exchange) {
            String body = exchange.getMessage().getBody(String.class);
            if (body.equals(refused)) {
                throw Failure.rejected("REFUSED", "It is refused.", null);
            }
            stored.add(body);
            Progress progress = Progress.in(exchange.getProperty(Progress.PROPERTY), exchange);
            if (progress != null) {
                save(Progress.after(List.of(progress)));
            }
        }
    }

    private final class Component extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new StoreEndpoint(uri, this);
        }
    }

    private final class StoreEndpoint extends DefaultEndpoint implements PositionSink {
        StoreEndpoint(String uri, Component component) {
            super(uri, component);
        }

        @Override
        public PositionStore positions() {
            return store;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    store.store(exchange);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException();
        }
    }
}
