package io.fieldgate.route.trial;

import io.fieldgate.bridge.BridgeTrial;
import io.fieldgate.file.IntakeTrial;
import io.fieldgate.http.IngestTrial;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.mqtt.MqttTrial;
import io.fieldgate.route.trial.Output.Kind;
import io.fieldgate.topic.TopicTrial;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Puts things into routes as their sources do, and treats their failures as these do. */
final class Deliveries {
    /** The longest that a message may be on its way. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final byte[] NOTHING = {};

    private final TopicTrial topics;
    private final DeadLetterQueue deadLetters;
    private final Outputs outputs;

    Deliveries(TopicTrial topics, DeadLetterQueue deadLetters, Outputs outputs) {
        this.topics = topics;
        this.deadLetters = deadLetters;
        this.outputs = outputs;
    }

    /** @throws IllegalArgumentException when the route takes no such thing */
    void deliver(Route route, Given given) throws IOException, InterruptedException {
        Endpoint source = route.getEndpoint();
        byte[] body = given.body() == null ? NOTHING : given.body();
        if (MqttTrial.isSource(source)) {
            MqttTrial.Message message = MqttTrial.receive(
                    source,
                    needed(given.topic(), "topic", "the topic that it is published to"),
                    body,
                    given.headers(),
                    given.at());
            run(route, message::fill, thrown -> message.deadLetter(route.getRouteId(), thrown));
        } else if (TopicTrial.isSource(source)) {
            TopicTrial.Message message =
                    topics.read(source, given.key(), given.body(), given.timestamp(), given.headers());
            run(route, message::fill, thrown -> message.deadLetter(route.getRouteId(), thrown));
        } else if (IngestTrial.isSource(source)) {
            post(route, given, body);
        } else if (IntakeTrial.isSource(source)) {
            for (IntakeTrial.Line line : IntakeTrial.read(
                    source, needed(given.path(), "path", "the file below the root"), body, given.at())) {
                Throwable problem = line.problem();
                if (problem == null) {
                    run(route, line::fill, thrown -> line.deadLetter(route.getRouteId(), thrown));
                } else {
                    bury(line.deadLetter(route.getRouteId(), problem));
                }
            }
        } else if (BridgeTrial.isSource(source)) {
            BridgeTrial.Message message = BridgeTrial.receive(source, body, given.headers(), given.at());
            run(route, message::fill, thrown -> message.deadLetter(route.getRouteId(), thrown));
        } else {
            run(
                    route,
                    exchange -> {
                        exchange.getIn().setBody(given.body());
                        given.headers().forEach(exchange.getIn()::setHeader);
                    },
                    null);
        }
    }

    /** A message whose failure is told as such, whatever the source would do with it. */
    void enter(Route route, Consumer<Exchange> fill) throws InterruptedException {
        run(route, fill, null);
    }

    private static String needed(@Nullable String value, String key, String what) {
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing, it takes " + what);
        }
        return value;
    }

    private void post(Route route, Given given, byte[] body) throws InterruptedException {
        String path = needed(given.path(), "path", "the path of the request");
        IngestTrial.Told told;
        try {
            told = IngestTrial.post(route.getConsumer(), path, body, given.headers(), given.at())
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException late) {
            outputs.add(late());
            return;
        }
        if (told.code() != null) {
            outputs.add(new Output(
                    Kind.REFUSED,
                    told.code(),
                    Map.of("status", Integer.toString(told.status()), "message", String.valueOf(told.detail())),
                    Map.of(),
                    null));
        }
    }

    /** @param letter what becomes of it when it can never succeed; null: the source has no dead letters */
    private void run(Route route, Consumer<Exchange> fill, @Nullable Function<Throwable, DeadLetter> letter)
            throws InterruptedException {
        DefaultConsumer consumer = (DefaultConsumer) route.getConsumer();
        Exchange exchange = consumer.createExchange(false);
        try {
            fill.accept(exchange);
            CountDownLatch end = new CountDownLatch(1);
            consumer.getAsyncProcessor().process(exchange, done -> end.countDown());
            if (!end.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                outputs.add(late());
                return;
            }
            Throwable thrown = exchange.getException();
            if (thrown == null && exchange.isFailed()) {
                thrown = Failure.rejected("ROLLED_BACK", "The route rolled the message back.", null);
            }
            if (thrown != null) {
                failed(thrown, letter);
            }
        } finally {
            consumer.releaseExchange(exchange, false);
        }
    }

    private void failed(Throwable thrown, @Nullable Function<Throwable, DeadLetter> letter) {
        Failure failure = Failure.in(thrown);
        if (letter == null) {
            String code = failure == null ? thrown.getClass().getSimpleName() : failure.code();
            outputs.add(new Output(Kind.FAILS, code, message(thrown), Map.of(), null));
        } else if (FailureKind.of(thrown) == FailureKind.RECORD) {
            bury(letter.apply(thrown));
        } else {
            outputs.add(waits(failure == null ? "TEMPORARY" : failure.code(), String.valueOf(thrown.getMessage())));
        }
    }

    private void bury(DeadLetter letter) {
        // Its future is complete: nothing is sent.
        var unused = deadLetters.put(letter);
    }

    private static Map<String, String> message(Throwable thrown) {
        return Map.of("message", Mistake.root(thrown));
    }

    /** It takes too long for a test. */
    static Output late() {
        return waits("TIMEOUT", "The route has not ended within " + PATIENCE.toSeconds() + " s.");
    }

    private static Output waits(String code, String message) {
        return new Output(Kind.WAITS, code, Map.of("message", message), Map.of(), null);
    }
}
