package io.fieldgate.contract;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.contract.Step.Fate;
import io.fieldgate.fault.Parts;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every source must do. Where one cannot, it says why, and docs/contract.md does. */
@Timeout(180)
public abstract class SourceContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WINDOW = 20;

    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    private final DeadLetterQueue deadLetters = letter -> {
        letters.add(letter);
        return CompletableFuture.completedFuture(null);
    };
    private final ExecutorService sender = Executors.newSingleThreadExecutor();
    private SourceFixture source = fixture();
    private @Nullable AutoCloseable route;
    private @Nullable Future<?> given;

    /** A new one, not yet open. */
    protected abstract SourceFixture fixture();

    @BeforeEach
    void open() throws Exception {
        source.open();
    }

    @AfterEach
    void close() {
        sender.shutdownNow();
        Parts.closeAll(this::stop, source::close);
    }

    @Test
    void whatWasRefusedForTheTimeBeingComesAgain() throws Exception {
        passOverIfExcused(Promise.AGAIN_AFTER_A_REFUSAL);
        Step step = start(
                (item, delivery) -> delivery == 1 && item.number() % 25 == 7 ? Fate.refused(temporary()) : Fate.TAKEN);

        give(Item.of(100));

        awaitTaken(step, Item.of(100));
        assertThat(step.entered()).hasSizeGreaterThanOrEqualTo(104);
        assertThat(letters).isEmpty();
    }

    @Test
    void whatHadNotEndedComesAgainAfterARestart() throws Exception {
        passOverIfExcused(Promise.AGAIN_AFTER_A_RESTART);
        Step first = start((item, delivery) -> item.number() < 5 ? Fate.TAKEN : Fate.HELD);
        give(Item.of(60));
        await().atMost(PATIENCE).until(() -> !first.held().isEmpty());

        stop();
        Step second = start((item, delivery) -> Fate.TAKEN);

        List<Item> left =
                Item.of(60).stream().filter(not(first.taken()::contains)).toList();
        awaitTaken(second, left);
    }

    @Test
    void noneIsLostWhenEveryTenthDeliveryIsRefused() throws Exception {
        passOverIfExcused(Promise.EVERY_TENTH_REFUSED);
        AtomicInteger deliveries = new AtomicInteger();
        Step step = start(
                (item, delivery) -> deliveries.incrementAndGet() % 10 == 0 ? Fate.refused(temporary()) : Fate.TAKEN);

        give(Item.of(100));

        awaitTaken(step, Item.of(100));
        assertThat(step.entered()).hasSizeGreaterThanOrEqualTo(111);
        assertThat(letters).isEmpty();
    }

    @Test
    void whatCanNeverSucceedIsADeadLetterAndTheRestGoesOn() throws Exception {
        passOverIfExcused(Promise.EVERY_TENTH_REFUSED);
        Step step = start((item, delivery) -> item.number() % 10 == 9
                ? Fate.refused(Failure.rejected("CONTRACT", "This item is not wanted.", null))
                : Fate.TAKEN);

        give(Item.of(100));

        awaitTaken(
                step,
                Item.of(100).stream().filter(item -> item.number() % 10 != 9).toList());
        if (source.buriesLetters()) {
            List<String> bad = Item.of(100).stream()
                    .filter(item -> item.number() % 10 == 9)
                    .map(Item::body)
                    .toList();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(letters)
                            .extracting(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                            .containsAll(bad));
        }
    }

    @Test
    void goesOnAfterTheConnectionWasCutInTheMiddle() throws Exception {
        passOverIfExcused(Promise.CONNECTION_CUT);
        Step step = start((item, delivery) -> item.number() == 50 && delivery == 1 ? Fate.HELD : Fate.TAKEN);
        give(Item.of(150));
        await().atMost(PATIENCE).until(() -> !step.held().isEmpty());

        source.cut();
        step.releaseAll();
        source.restore();

        awaitTaken(step, Item.of(150));
        give(Item.of(200).subList(150, 200));
        awaitTaken(step, Item.of(200));
    }

    @Test
    void whatEndsOutOfOrderMakesItBeginAgainAtTheFirstThatHadNotEnded() throws Exception {
        passOverIfExcused(Promise.THE_RIGHT_PLACE);
        Step first = start((item, delivery) -> Fate.HELD);
        give(Item.of(WINDOW));
        await().atMost(PATIENCE).until(() -> first.held().size() == WINDOW);
        first.release(Item.of(WINDOW).subList(10, WINDOW));
        first.release(Item.of(WINDOW).subList(0, 5));

        stop();
        Step second = start((item, delivery) -> Fate.TAKEN);

        awaitTaken(second, Item.of(WINDOW).subList(5, 10));
        assertThat(second.entered()).doesNotContainAnyElementsOf(Item.of(WINDOW).subList(0, 5));
    }

    @Test
    void holdsWhileItsWindowIsFullAndRecovers() throws Exception {
        passOverIfExcused(Promise.FULL_WINDOW);
        int most = Math.min(2 * WINDOW, source.atOnce());
        Step step = start((item, delivery) -> Fate.HELD);
        give(Item.of(300));
        await().atMost(PATIENCE).until(() -> step.held().size() >= Math.min(WINDOW, source.atOnce()));

        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> step.held().size() <= most);
        step.changeTo((item, delivery) -> Fate.TAKEN);
        step.releaseAll();

        awaitTaken(step, Item.of(300));
    }

    @Test
    void theItemsOfAKeyKeepTheirOrder() throws Exception {
        passOverIfExcused(Promise.ORDER_PER_KEY);
        AtomicInteger deliveries = new AtomicInteger();
        Step step = start(
                (item, delivery) -> deliveries.incrementAndGet() % 17 == 0 ? Fate.refused(temporary()) : Fate.TAKEN);

        give(Item.of(100));
        await().atMost(PATIENCE).until(() -> step.taken().size() > 20);
        source.cut();
        source.restore();
        give(Item.of(200).subList(100, 200));

        awaitTaken(step, Item.of(200));
        new LinkedHashSet<>(step.taken())
                .stream()
                        .collect(Collectors.groupingBy(Item::key))
                        .forEach((key, items) -> assertThat(items)
                                .as(key)
                                .isSortedAccordingTo((one, other) -> Integer.compare(one.number(), other.number())));
    }

    /** Where it says that it cannot, it says why. */
    private void passOverIfExcused(Promise promise) {
        String reason = source.cannot().get(promise);
        if (reason != null) {
            assertThat(reason).as("why %s cannot", source.name()).hasSizeGreaterThan(20);
            Assumptions.abort(source.name() + " is excused: " + reason);
        }
    }

    private Step start(Step.Will will) throws Exception {
        Step step = new Step(will);
        route = source.start(WINDOW, step, deadLetters);
        return step;
    }

    private void stop() throws Exception {
        if (route != null) {
            route.close();
            route = null;
        }
    }

    private void give(List<Item> items) {
        given = sender.submit(() -> {
            source.give(items);
            return null;
        });
    }

    private void awaitTaken(Step step, List<Item> items) throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<Item> missing = new ArrayList<>(items);
            missing.removeAll(step.taken());
            assertThat(missing).as("not taken").isEmpty();
        });
        if (given != null) {
            try {
                given.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                throw new AssertionError(source.name() + " does not take what it is given", failed.getCause());
            }
        }
    }

    private static Failure temporary() {
        return Failure.temporary("Not at the moment.", null);
    }
}
