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
    private static final DefaultExchange EXCHANGE = new DefaultExchange(new DefaultCamelContext());

    private final RowQueue queue = new RowQueue(2, 1_000_000);
    private final Row row = row("");
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final FutureTask<Boolean> third = new FutureTask<>(() -> queue.put(List.of(row), running::get));
    private final Thread lane = new Thread(third);

    @BeforeEach
    void fill() throws InterruptedException {
        assertThat(queue.put(List.of(row), running::get)).isTrue();
        assertThat(queue.put(List.of(row), running::get)).isTrue();
        lane.setDaemon(true);
        lane.start();
        await().until(() -> lane.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void aCallerWaitsForRoomAndGoesOnWhenThereIsSome() throws Exception {
        assertThat(queue.take(1, Long.MAX_VALUE)).hasSize(1);

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

        assertThat(queue.take(10, Long.MAX_VALUE)).hasSize(2);
        assertThat(queue.take(10, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void whoTakesWaitsForWork() throws Exception {
        assertThat(queue.take(10, Long.MAX_VALUE)).hasSize(2);
        assertThat(third.get()).isTrue();
        assertThat(queue.drain()).hasSize(1);
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                taken.complete(queue.take(10, Long.MAX_VALUE).size());
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        writer.start();
        await().until(() -> writer.getState() == Thread.State.WAITING);

        assertThat(queue.put(List.of(row), running::get)).isTrue();

        assertThat(taken.join()).isEqualTo(1);
    }

    @Test
    void aFewLargeRowsFillItAsManySmallOnesDo() throws Exception {
        RowQueue large = new RowQueue(1_000, 1_000_000);
        assertThat(large.put(List.of(row("x".repeat(300_000))), running::get)).isTrue();
        assertThat(large.put(List.of(row("x".repeat(300_000))), running::get)).isTrue();

        assertThat(large.put(List.of(row), () -> false)).isFalse();
        assertThat(large.take(1, Long.MAX_VALUE)).hasSize(1);
        assertThat(large.put(List.of(row), () -> false)).isTrue();
    }

    @Test
    void aRowThatIsLargerThanTheQueueIsTakenAlone() throws Exception {
        RowQueue small = new RowQueue(1_000, 1_000);
        assertThat(small.put(List.of(row("x".repeat(5_000))), running::get)).isTrue();

        assertThat(small.take(10, 100)).hasSize(1);
        assertThat(small.put(List.of(row), () -> false)).isTrue();
    }

    @Test
    void aBatchEndsWhereItsBytesDo() throws Exception {
        RowQueue large = new RowQueue(1_000, Long.MAX_VALUE);
        for (int i = 0; i < 10; i++) {
            assertThat(large.put(List.of(row("x".repeat(10_000))), running::get))
                    .isTrue();
        }

        assertThat(large.take(10, 50_000)).hasSize(3);
        assertThat(large.size()).isEqualTo(7);
    }

    @Test
    void takesAllRowsOfAMessageOrNone() throws Exception {
        RowQueue two = new RowQueue(2, 1_000_000);

        assertThat(two.put(List.of(row, row, row), running::get)).isTrue();
        assertThat(two.put(List.of(row), () -> false)).isFalse();
        assertThat(two.size()).isEqualTo(3);
    }

    private static Row row(String text) {
        return new Row(
                DatabaseContract.READINGS,
                false,
                List.of(text),
                List.of(),
                Instant.EPOCH,
                null,
                true,
                EXCHANGE,
                done -> {});
    }
}
