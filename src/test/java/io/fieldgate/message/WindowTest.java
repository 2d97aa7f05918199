package io.fieldgate.message;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final Window<Integer> window = new Window<>(4);

    @Test
    void releasesNothingWhileTheHeadIsNotDone() {
        add(1);
        Window.Slot<Integer> second = add(2);

        assertThat(window.complete(second)).isFalse();
        assertThat(window.release()).isEmpty();
        assertThat(window.size()).isEqualTo(2);
    }

    @Test
    void releasesTheCompletedRunAtTheHeadInOrderOfReceipt() {
        Window.Slot<Integer> first = add(1);
        Window.Slot<Integer> second = add(2);
        add(3);
        Window.Slot<Integer> fourth = add(4);

        window.complete(fourth);
        window.complete(second);

        assertThat(window.complete(first)).isTrue();
        assertThat(window.release()).containsExactly(1, 2);
        assertThat(window.release()).isEmpty();
        assertThat(window.size()).isEqualTo(2);
    }

    @Test
    void takesNoMoreThanItsCapacityUntilSomethingIsReleased() {
        Window.Slot<Integer> first = add(1);
        IntStream.of(2, 3, 4).forEach(this::add);

        assertThat(window.add(5, 0)).isNull();

        window.complete(first);
        assertThat(window.add(5, 0)).as("completed, but not released").isNull();
        window.release();
        assertThat(window.add(5, 0)).isNotNull();
    }

    @Test
    void ignoresCompletionsOfForgottenSlots() {
        Window.Slot<Integer> forgotten = add(1);
        window.clear();
        Window.Slot<Integer> next = add(2);

        assertThat(window.complete(forgotten)).isFalse();
        assertThat(window.release()).isEmpty();
        assertThat(window.complete(next)).isTrue();
        assertThat(window.release()).containsExactly(2);
    }

    @Test
    void releasesAMessageOnceHoweverOftenItIsCompleted() {
        Window.Slot<Integer> slot = add(1);

        window.complete(slot);
        window.complete(slot);

        assertThat(window.release()).containsExactly(1);
        assertThat(window.complete(slot)).isFalse();
        assertThat(window.release()).isEmpty();
    }

    @Test
    void tellsWhenItsOldestMessageWasAdded() {
        assertThat(window.oldest()).isZero();

        Window.Slot<Integer> first = requireNonNull(window.add(1, 1_000));
        window.add(2, 2_000);
        assertThat(window.oldest()).isEqualTo(1_000);

        window.complete(first);
        window.release();
        assertThat(window.oldest()).isEqualTo(2_000);
    }

    @Test
    void refusesToHoldNothing() {
        assertThatThrownBy(() -> new Window<Integer>(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a window holds at least one message, not 0");
    }

    @Test
    void keepsTheOrderWhenManyThreadsCompleteAtOnce() throws Exception {
        int messages = 20_000;
        int threads = 4;
        Window<Integer> wide = new Window<>(messages);
        List<Window.Slot<Integer>> slots = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            slots.add(requireNonNull(wide.add(i, 0)));
        }
        Collections.shuffle(slots, new Random(42));
        List<Integer> released = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);

        try {
            List<Future<?>> completions = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                List<Window.Slot<Integer>> share = slots.subList(t * messages / threads, (t + 1) * messages / threads);
                completions.add(pool.submit(() -> share.forEach(wide::complete)));
            }
            while (!completions.stream().allMatch(Future::isDone)) {
                released.addAll(wide.release());
            }
            for (Future<?> completion : completions) {
                completion.get();
            }
            released.addAll(wide.release());
        } finally {
            pool.shutdownNow();
        }

        assertThat(released)
                .containsExactlyElementsOf(IntStream.range(0, messages).boxed().toList());
    }

    private Window.Slot<Integer> add(int message) {
        return requireNonNull(window.add(message, 0), "window is full");
    }
}
