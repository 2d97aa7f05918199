package io.fieldgate.database;

import com.zaxxer.hikari.HikariDataSource;
import io.fieldgate.message.Backoff;
import io.fieldgate.message.PositionStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** A {@code database:TABLE} in a Camel context of its own, with back-offs that suit a test. */
final class Sink implements AutoCloseable {
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(200));

    private static final Duration SWEEP = Duration.ofMillis(100);

    final MeterRegistry meters = new SimpleMeterRegistry();
    private final Table table;
    private final HikariDataSource pool;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AsyncProducer producer;

    Sink(DatabaseProperties properties, Table table) throws Exception {
        this(properties, table, UnaryOperator.identity());
    }

    Sink(DatabaseProperties properties, Table table, UnaryOperator<DataSource> around) throws Exception {
        this.table = table;
        pool = pool(properties);
        Database database = database(around.apply(pool), properties);
        camel.getRegistry().bind("meters", meters);
        camel.addComponent("database", new DatabaseComponent(database, new TablesProperties(List.of(table))));
        camel.start();
        producer = camel.getEndpoint("database:" + table.name()).createAsyncProducer();
        producer.start();
    }

    static HikariDataSource pool(DatabaseProperties properties) {
        HikariDataSource pool = Database.pool(properties);
        pool.setConnectionTimeout(1_000);
        return pool;
    }

    static Database database(DataSource source, DatabaseProperties properties) {
        return new Database(
                source, Dialect.of(properties.url()), properties.poolSize(), properties.batchSize(), QUICK, SWEEP);
    }

    /** One Kafka record. */
    record Message(
            String key,
            String json,
            long timestamp,
            @Nullable Long offset) {}

    /** @param message whose JSON is empty has no body */
    CompletableFuture<Exchange> send(Message message) {
        Exchange exchange = exchange(message.json().isEmpty() ? null : message.json());
        exchange.getMessage().setHeader(KafkaConstants.KEY, message.key().getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, message.timestamp());
        if (message.offset() != null) {
            exchange.getMessage().setHeader(KafkaConstants.TOPIC, "telemetry");
            exchange.getMessage().setHeader(KafkaConstants.PARTITION, 3);
            exchange.getMessage().setHeader(KafkaConstants.OFFSET, message.offset());
        }
        return send(exchange);
    }

    Exchange exchange(@Nullable String json) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(json == null ? null : json.getBytes(StandardCharsets.UTF_8));
        return exchange;
    }

    CompletableFuture<Exchange> send(Exchange exchange) {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        send(exchange, doneSync -> done.complete(exchange));
        return done;
    }

    void send(Exchange exchange, AsyncCallback callback) {
        boolean unused = producer.process(exchange, callback);
    }

    List<CompletableFuture<Exchange>> sendAll(List<Message> messages) {
        List<CompletableFuture<Exchange>> done = new ArrayList<>();
        for (Message message : messages) {
            done.add(send(message));
        }
        return done;
    }

    /** Keeps the writer busy with the rest of the route of {@code first} until the others have queued up. */
    List<CompletableFuture<Exchange>> sendAsOneBatch(Message first, List<Message> others) throws InterruptedException {
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(1);
        CompletableFuture<Exchange> one = new CompletableFuture<>();
        Exchange exchange = exchange(first.json());
        exchange.getMessage().setHeader(KafkaConstants.KEY, first.key());
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, first.timestamp());
        send(exchange, doneSync -> {
            stored.countDown();
            try {
                queued.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            one.complete(exchange);
        });
        stored.await();
        List<CompletableFuture<Exchange>> done = sendAll(others);
        queued.countDown();
        one.join();
        return done;
    }

    DatabaseEndpoint endpoint() {
        return camel.getEndpoint("database:" + table.name(), DatabaseEndpoint.class);
    }

    DatabaseComponent component() {
        return camel.getComponent("database", DatabaseComponent.class);
    }

    PositionStore positions() {
        return endpoint().positions();
    }

    HealthCheck.Result health() {
        return HealthCheckRegistry.get(camel)
                .getCheck("database-" + table.name())
                .orElseThrow()
                .call();
    }

    String cure() {
        return String.valueOf(health().getDetails().get("cure"));
    }

    /** Sends through a route, so that Camel knows what is in flight. */
    CompletableFuture<Exchange> sendByRoute(String json) throws Exception {
        if (camel.getRoute("in") == null) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").routeId("in").to("database:" + table.name());
                }
            });
        }
        Exchange exchange = exchange(json);
        exchange.getMessage().setHeader(KafkaConstants.KEY, "pump-1");
        return camel.createProducerTemplate().asyncSend("direct:in", exchange);
    }

    void stop() {
        camel.stop();
    }

    @Override
    public void close() {
        camel.stop();
        pool.close();
    }
}
