package io.fieldgate.topic;

import static io.fieldgate.topic.Gateway.topic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.message.Failure;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
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
@Timeout(60)
class KeptPositionsIT {
    private static final String GROUP = "fieldgate.store";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;

    private final String topic = "events-" + NUMBER.incrementAndGet();
    private final Store store = new Store();
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
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 10; i++) {
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

        store.positions.put(place(), 4L);
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
        store.positions.put(place(), 8L);
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
        store.positions.put(place(), 2L);

        start(source());

        await().until(() -> store.stored.size() == 4);
        assertThat(store.stored).containsExactly("6", "7", "8", "9");
    }

    @Test
    void aTopicThatWasMadeAnewIsReadFromItsBeginning() throws Exception {
        store.positions.put(place(), 5_000L);

        start(source());

        await().until(() -> store.stored.size() == 10);
        await().until(() -> store.position() == 10);
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
        assertThatThrownBy(() -> start(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(source()).routeId("store").to("store:it").to("log:after");
                    }
                }))
                .hasMessage("topic:" + topic + ": with offsets=database the last step of route 'store' must be"
                        + " 'to: database:TABLE', on its own level.");
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

    private Position place() {
        return new Position(GROUP, topic, 0, 0);
    }

    /** What a database does, in memory. */
    private final class Store implements PositionStore {
        final Map<Position, Long> positions = new ConcurrentHashMap<>();
        final List<String> stored = new CopyOnWriteArrayList<>();
        final AtomicInteger loads = new AtomicInteger();
        volatile boolean down;
        volatile String refused = "";

        long position() {
            return positions.getOrDefault(place(), -1L);
        }

        @Override
        public Map<Integer, Long> load(String group, String topic, Collection<Integer> partitions) {
            loads.incrementAndGet();
            if (down) {
                throw Failure.temporary("The store is down.", null);
            }
            Long position = positions.get(place());
            return position == null ? Map.of() : Map.of(0, position);
        }

        @Override
        public void save(Collection<Position> all) {
            all.forEach(each -> positions.merge(each.at(0), each.next(), Math::max));
        }

        @Override
        public void moveBack(Position from, long next) {
            positions.replace(from.at(0), from.next(), next);
        }

        void store(Exchange exchange) {
            String body = exchange.getMessage().getBody(String.class);
            if (body.equals(refused)) {
                throw Failure.rejected("REFUSED", "It is refused.", null);
            }
            stored.add(body);
            Progress progress = exchange.getProperty(Progress.PROPERTY, Progress.class);
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
