package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedAnswersTest {
    private final AtomicInteger found = new AtomicInteger();
    private long now;
    private final SharedAnswers<String, Integer> answers = new SharedAnswers<>(Duration.ofSeconds(2), 2, () -> now);

    @Test
    void whoAsksTheSameSoonHasTheSameAnswer() {
        assertThat(ask("a")).isEqualTo(1);
        now = Duration.ofMillis(1_999).toNanos();
        assertThat(ask("a")).isEqualTo(1);
        assertThat(ask("b")).as("another question").isEqualTo(2);

        now = Duration.ofSeconds(2).toNanos();
        assertThat(ask("a")).isEqualTo(3);
    }

    @Test
    void noMoreAreKeptThanItIsAllowed() {
        ask("a");
        ask("b");
        ask("c");

        assertThat(ask("c")).isEqualTo(3);
        assertThat(ask("b")).isEqualTo(2);
        assertThat(ask("a")).as("was asked for longest ago").isEqualTo(4);
    }

    @Test
    void aFailureIsNotKept() {
        assertThatThrownBy(() -> answers.of("a", any -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");

        assertThat(ask("a")).isEqualTo(1);
    }

    @Test
    void whoAsksMeanwhileWaitsForTheAnswerThatIsBeingFound() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        ExecutorService askers = Executors.newFixedThreadPool(5);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            all.add(askers.submit(() -> answers.of("a", any -> {
                begun.countDown();
                await(goesOn);
                return found.incrementAndGet();
            })));
            await(begun);
            for (int i = 0; i < 4; i++) {
                all.add(askers.submit(() -> ask("a")));
            }
            goesOn.countDown();

            for (Future<Integer> each : all) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            }
        } finally {
            askers.shutdownNow();
        }
    }

    private int ask(String question) {
        return answers.of(question, any -> found.incrementAndGet());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
