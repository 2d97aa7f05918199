package io.fieldgate.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.message.Batch;
import io.fieldgate.message.BatchSink;
import io.fieldgate.message.Bystander;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.throttling.ThrottlingInflightRoutePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Which routes get records in batches, and that a batch changes nothing for its records. */
class StraightRouteTest {
    private static final int LINES = 1000;

    @TempDir
    private Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Sink sink = new Sink();
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    private Path drop;

    @BeforeEach
    void prepare() throws Exception {
        drop = Files.createDirectories(folder.resolve("in/drop"));
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, (DeadLetterQueue) letter -> {
            letters.add(letter);
            return CompletableFuture.completedFuture(null);
        });
        camel.addComponent(
                "intake",
                new IntakeComponent(new IntakeProperties(
                        folder.resolve("in"),
                        folder.resolve("checkpoints"),
                        Duration.ofMillis(20),
                        "one",
                        DataSize.ofMegabytes(100))));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void aSinkThatWaitsForMoreIsFlushedWhenNoMoreCanCome() throws Exception {
        sink.keeps = true;

        run(new RouteBuilder() {
            @Override
            public void configure() {
                from("intake:drop?stable=0s&poll=20ms&maxInFlight=10").to(sink);
            }
        });

        assertThat(sink.stored).isEqualTo(lines());
    }

    @Test
    void aRouteOfNothingButASinkThatTakesBatchesGetsThem() throws Exception {
        run(new RouteBuilder() {
            @Override
            public void configure() {
                from("intake:drop?stable=0s&poll=20ms").to(sink);
            }
        });

        assertThat(sink.stored).isEqualTo(lines());
        assertThat(sink.exchanges).hasSizeLessThan(LINES / 10).allMatch(Batch.class::isInstance);
        assertThat(sink.headers.get(41)).isEqualTo("drop/a.txt:42");
    }

    @Test
    void aSinkThatNeedsAnExchangeForEachGetsThat() throws Exception {
        sink.takes = false;
        run(new RouteBuilder() {
            @Override
            public void configure() {
                from("intake:drop?stable=0s&poll=20ms").to(sink);
            }
        });

        assertThat(sink.exchanges).hasSize(LINES).noneMatch(Batch.class::isInstance);
    }

    @Test
    void aStepBetweenThemGetsEachByItself() throws Exception {
        run(new RouteBuilder() {
            @Override
            public void configure() {
                from("intake:drop?stable=0s&poll=20ms")
                        .filter(body().isNotNull())
                        .to(sink);
            }
        });

        assertThat(sink.exchanges).hasSize(LINES).noneMatch(Batch.class::isInstance);
    }

    @Test
    void whoeverHandlesErrorsGetsEachByItself() throws Exception {
        run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("log:dead"));
                from("intake:drop?stable=0s&poll=20ms").to(sink);
            }
        });

        assertThat(sink.exchanges).hasSize(LINES);
    }

    @Test
    void whoeverRedeliversGetsEachByItself() throws Exception {
        run(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IOException.class).maximumRedeliveries(2);
                from("intake:drop?stable=0s&poll=20ms").to(sink);
            }
        });

        assertThat(sink.exchanges).hasSize(LINES);
    }

    @Test
    void anInterceptorGetsEachByItself() throws Exception {
        run(new RouteBuilder() {
            @Override
            public void configure() {
                intercept().process(exchange -> {});
                from("intake:drop?stable=0s&poll=20ms").to(sink);
            }
        });

        assertThat(sink.exchanges).hasSize(LINES);
    }

    @Test
    void aPolicyThatLooksAtExchangesGetsEachByItself() throws Exception {
        run(new RouteBuilder() {
            @Override
            public void configure() {
                from("intake:drop?stable=0s&poll=20ms")
                        .routePolicy(new ThrottlingInflightRoutePolicy())
                        .to(sink);
            }
        });

        assertThat(sink.exchanges).hasSize(LINES);
    }

    @Test
    void whoeverOnlyLooksOnLeavesBatchesWhole() throws Exception {
        camel.getCamelContextExtension().addInterceptStrategy(new Onlooker());
        run(new RouteBuilder() {
            @Override
            public void configure() {
                from("intake:drop?stable=0s&poll=20ms")
                        .routePolicy(new Counter())
                        .to(sink);
            }
        });

        assertThat(sink.exchanges).hasSizeLessThan(LINES / 10).allMatch(Batch.class::isInstance);
    }

    private static final class Counter extends RoutePolicySupport implements Bystander {
        @Override
        public void onExchangeDone(Route route, Exchange exchange) {}
    }

    private static final class Onlooker implements InterceptStrategy, Bystander {
        @Override
        public Processor wrapProcessorInInterceptors(
                CamelContext context, NamedNode definition, Processor target, Processor next) {
            return target;
        }
    }

    @Test
    void ofABatchOnlyWhatCanNeverSucceedIsADeadLetter() throws Exception {
        sink.rejects = "500";
        run(new RouteBuilder() {
            @Override
            public void configure() {
                from("intake:drop?stable=0s&poll=20ms").to(sink);
            }
        });

        assertThat(sink.stored).hasSize(LINES - 1).doesNotContain("500");
        assertThat(letters).extracting(DeadLetter::source).containsExactly("file:drop/a.txt:501");
    }

    @Test
    void ofABatchWhatFailedIsTriedAgainInItsOrderAndNothingIsSentTwice() throws Exception {
        sink.breaksOnceAt = "500";
        run(new RouteBuilder() {
            @Override
            public void configure() {
                from("intake:drop?stable=0s&poll=20ms").to(sink);
            }
        });

        assertThat(sink.stored).isEqualTo(lines());
        assertThat(letters).isEmpty();
    }

    @Test
    void aBatchThatNeverReachedItsSinkIsTriedAgain() throws Exception {
        sink.breaksExchange.set(true);
        run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("intake:drop?stable=0s&poll=20ms").to(sink);
            }
        });

        assertThat(sink.stored).isEqualTo(lines());
        assertThat(letters).isEmpty();
    }

    private void run(RouteBuilder route) throws Exception {
        Files.write(drop.resolve("a.txt"), lines());
        camel.addRoutes(route);
        camel.start();
        await().until(() -> Files.exists(drop.resolve("done/a.txt")));
    }

    private static List<String> lines() {
        return IntStream.range(0, LINES).mapToObj(String::valueOf).collect(Collectors.toList());
    }

    /** Remembers what it gets, and fails as it is told. */
    private final class Sink extends DefaultEndpoint implements BatchSink {
        private final List<Object> exchanges = new CopyOnWriteArrayList<>();
        private final List<String> stored = new CopyOnWriteArrayList<>();
        private final List<String> headers = new CopyOnWriteArrayList<>();
        private final AtomicBoolean breaksExchange = new AtomicBoolean();
        private final List<Batch.Entry> kept = new CopyOnWriteArrayList<>();
        private boolean takes = true;
        private boolean keeps;
        private @Nullable String rejects;
        private volatile @Nullable String breaksOnceAt;

        Sink() {
            super("sink:one", null);
            setCamelContext(camel);
        }

        @Override
        public boolean takesBatches() {
            return takes;
        }

        @Override
        public void flush() {
            List<Batch.Entry> going = List.copyOf(kept);
            kept.removeAll(going);
            going.forEach(Batch.Entry::stored);
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    take(exchange);
                }
            };
        }

        private void take(Exchange exchange) throws IOException {
            Object body = exchange.getMessage().getBody();
            exchanges.add(body);
            if (breaksExchange.getAndSet(false)) {
                throw new IOException("away");
            }
            if (body instanceof Batch batch) {
                Throwable obstacle = null;
                for (Batch.Entry entry : batch.take()) {
                    obstacle = obstacle == null ? failure(text(entry.body())) : obstacle;
                    if (obstacle == null) {
                        stored.add(text(entry.body()));
                        headers.add(entry.headers().get("fg.file") + ":"
                                + entry.headers().get("fg.line"));
                        if (keeps) {
                            kept.add(entry);
                        } else {
                            entry.stored();
                        }
                    } else {
                        entry.failed(obstacle);
                        obstacle = obstacle instanceof IOException ? obstacle : null;
                    }
                }
            } else {
                stored.add(exchange.getMessage().getBody(String.class));
            }
        }

        private @Nullable Throwable failure(String line) {
            if (line.equals(rejects)) {
                return Failure.rejected("UNLUCKY", "It is unlucky.", null);
            }
            if (line.equals(breaksOnceAt)) {
                breaksOnceAt = null;
                return new IOException("away");
            }
            return null;
        }

        private static String text(byte[] body) {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isSingleton() {
            return true;
        }
    }
}
