package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TerminationTest {
    private final Termination termination = new Termination();
    private final List<String> stopped = new ArrayList<>();

    @Test
    void stopsLastWhatWasStartedFirst() {
        add("Kafka");
        add("gateway");
        add("devices");

        termination.now();

        assertThat(stopped).containsExactly("devices", "gateway", "Kafka");
    }

    @Test
    void happensOnce() {
        add("Kafka");

        termination.now();
        termination.now();

        assertThat(stopped).containsExactly("Kafka");
    }

    @Test
    void stopsTheRestWhenOneCannotBeStopped() {
        add("Kafka");
        termination.add("gateway", () -> {
            throw new IllegalStateException("hangs");
        });
        add("devices");

        termination.now();

        assertThat(stopped).containsExactly("devices", "Kafka");
    }

    @Test
    void stopsAtOnceWhatIsStartedTooLate() {
        termination.now();

        add("gateway");

        assertThat(stopped).containsExactly("gateway");
    }

    @Test
    void wakesWhoeverWaitsForIt() throws Exception {
        assertThat(termination.await(0, TimeUnit.MILLISECONDS)).isFalse();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return termination.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        termination.now();

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stopsEverythingBeforeTheFailureOfACommandIsPassedOn() {
        CommandFailure failure = new CommandFailure(CommandFailure.UNAVAILABLE, "port in use");

        assertThatThrownBy(() -> termination.guard(() -> {
                    add("Kafka");
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(stopped).containsExactly("Kafka");
    }

    @Test
    void letsACommandThatSucceedsGoOn() throws Exception {
        add("Kafka");

        assertThat(termination.guard(() -> "ready")).isEqualTo("ready");

        assertThat(stopped).isEmpty();
    }

    private void add(String name) {
        termination.add(name, () -> stopped.add(name));
    }
}
