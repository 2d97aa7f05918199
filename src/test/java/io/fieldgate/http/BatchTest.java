package io.fieldgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.Submission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
    @TempDir
    private Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> stored = new ArrayList<>();
    private final List<Batch> ended = new ArrayList<>();
    private @Nullable Batch current;

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void ofABatchThatIsOnItsWayAllIsStoredAlsoWhenNobodyWaitsAnyMore() throws Exception {
        Batch batch = batch(body -> {}, body -> Objects.requireNonNull(current).abandon());

        batch.run();

        assertThat(stored).containsExactly("a", "b", "c");
        assertThat(ended).containsExactly(batch);
        assertThat(batch.isStored()).isTrue();
    }

    @Test
    void ofABatchThatNobodyWaitsForBeforeAllAreReadyNothingIsStored() throws Exception {
        Batch batch = batch(
                body -> {
                    if (body.equals("b")) {
                        Objects.requireNonNull(current).abandon();
                    }
                },
                body -> {});

        batch.run();

        assertThat(stored).isEmpty();
        assertThat(ended).containsExactly(batch);
        assertThat(batch.isNothingStored()).isTrue();
    }

    /**
     * @param entering told of each record before it is ready
     * @param storing told of each as it is stored
     */
    private Batch batch(Consumer<String> entering, Consumer<String> storing) throws Exception {
        IngestComponent component =
                new IngestComponent(IngestSource.properties(folder), new Listening("127.0.0.1", 1, true, false));
        camel.addComponent("ingest", component);
        IngestConsumer consumer =
                (IngestConsumer) camel.getEndpoint("ingest:/test/{device}").createConsumer(new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        String body = new String(exchange.getIn().getBody(byte[].class), UTF_8);
                        entering.accept(body);
                        exchange.getProperty(Submission.PROPERTY, Submission.class)
                                .ready(
                                        () -> {
                                            storing.accept(body);
                                            stored.add(body);
                                            callback.done(false);
                                        },
                                        refused -> {
                                            exchange.setException(refused);
                                            callback.done(false);
                                        });
                        return false;
                    }
                });
        Batch made = new Batch(
                consumer,
                List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8), "c".getBytes(UTF_8)),
                Map.of(),
                false,
                ended::add);
        current = made;
        return made;
    }
}
