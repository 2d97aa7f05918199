package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RowQueueTest {
    private final RowQueue queue = new RowQueue(2);
    private final Row row = new Row(
            List.of(), List.of(), Instant.EPOCH, null, new DefaultExchange(new DefaultCamelContext()), done -> {});
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final FutureTask<Boolean> third = new FutureTask<>(() -> queue.put(row, running::get));
    private final Thread lane = new Thread(third);

    @BeforeEach
    void fill() throws InterruptedException {
        assertThat(queue.put(row, running::get)).isTrue();
        assertThat(queue.put(row, running::get)).isTrue();
        lane.start();
        await().until(() -> lane.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void aCallerWaitsForRoomAndGoesOnWhenThereIsSome() throws Exception {
        assertThat(queue.take(1)).hasSize(1);

        assertThat(third.get()).isTrue();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void aWaitingCallerLeavesWhenItIsStopped() throws Exception {
        running.set(false);

        assertThat(third.get()).isFalse();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void aWaitingCallerLeavesWhenItIsInterrupted() {
        lane.interrupt();

        assertThatThrownBy(third::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void aWaitingCallerLeavesWhenTheQueueCloses() throws Exception {
        queue.close();

        assertThat(third.get()).isFalse();
    }

    @Test
    void aClosedQueueGivesWhatItHoldsAndThenNothing() throws Exception {
        queue.close();

        assertThat(queue.take(10)).hasSize(2);
        assertThat(queue.take(10)).isEmpty();
    }

    @Test
    void whoTakesWaitsForWork() throws Exception {
        assertThat(queue.take(10)).hasSize(2);
        assertThat(third.get()).isTrue();
        assertThat(queue.drain()).hasSize(1);
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                taken.complete(queue.take(10).size());
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        writer.start();
        await().until(() -> writer.getState() == Thread.State.WAITING);

        assertThat(queue.put(row, running::get)).isTrue();

        assertThat(taken.join()).isEqualTo(1);
    }
}
