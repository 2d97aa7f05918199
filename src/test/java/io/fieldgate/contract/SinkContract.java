package io.fieldgate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.contract.SinkFixture.Sending;
import io.fieldgate.fault.Parts;
import io.fieldgate.message.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every sink must do, for sources that send again, in order, what has failed for the time being. Where one cannot, it
 * says why, and docs/contract.md does.
 */
@Timeout(180)
public abstract class SinkContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** More than any sink keeps on its way. */
    private static final int MANY = 2_000;
    /** For {@link #MANY}: less than a few milliseconds each. */
    private static final Duration NO_TIME = Duration.ofSeconds(5);

    private final SinkFixture sink = fixture();
    /** Of the source: some sinks hold it while the other side is away. */
    private final ExecutorService source = Executors.newSingleThreadExecutor();

    private @Nullable Sending route;

    /** A new one, not yet open. */
    protected abstract SinkFixture fixture();

    @BeforeEach
    void open() throws Exception {
        sink.open();
    }

    @AfterEach
    void close() {
        source.shutdownNow();
        Parts.closeAll(this::stop, sink::close);
    }

    @Test
    void whatHasNotArrivedIsNotTakenForStoredAndArrivesWhenItIsSentAgain() throws Exception {
        passOverIfExcused(Promise.AGAIN_AFTER_A_REFUSAL);
        Sending sending = startAndCut();

        List<CompletableFuture<@Nullable Throwable>> sent = sendAside(sending, Item.of(50));
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> sent.stream().noneMatch(end -> end.isDone() && end.join() == null));
        sink.restore();

        deliver(sending, Item.of(50), sent);
        awaitTaken(Item.of(50));
    }

    @Test
    void whatHasNotArrivedWhenTheRouteStopsIsSentAgainAfterTheRestart() throws Exception {
        passOverIfExcused(Promise.AGAIN_AFTER_A_RESTART);
        List<CompletableFuture<@Nullable Throwable>> sent = send(start(), Item.of(300));
        sent.get(20).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        stop();

        deliver(start(), Item.of(300), sent);
        awaitTaken(Item.of(300));
    }

    @Test
    void everyTenthThatIsRefusedForItsContentIsNamedAndTheOthersArrive() throws Exception {
        passOverIfExcused(Promise.EVERY_TENTH_REFUSED);
        Sending sending = start();
        List<CompletableFuture<@Nullable Throwable>> sent = new ArrayList<>();
        for (Item item : Item.of(100)) {
            sent.add(item.number() % 10 == 9 ? sending.sendBad(item) : sending.send(item));
        }

        for (Item item : Item.of(100)) {
            Throwable failure = sent.get(item.number()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (item.number() % 10 == 9) {
                assertThat(failure).as(item.body()).isNotNull();
                assertThat(FailureKind.of(Objects.requireNonNull(failure))).isEqualTo(FailureKind.RECORD);
            } else {
                assertThat(failure).as(item.body()).isNull();
            }
        }
        awaitTaken(Item.of(100).stream().filter(item -> item.number() % 10 != 9).toList());
    }

    @Test
    void goesOnAfterTheConnectionWasCutInTheMiddle() throws Exception {
        passOverIfExcused(Promise.CONNECTION_CUT);
        Sending sending = start();
        List<CompletableFuture<@Nullable Throwable>> sent = send(sending, Item.of(150));
        sink.cut();
        sent.addAll(sendAside(sending, Item.of(300).subList(150, 300)));
        sink.restore();

        deliver(sending, Item.of(300), sent);
        awaitTaken(Item.of(300));
    }

    @Test
    void nobodyWaitsWhoSendsWhileTheOtherSideIsAway() throws Exception {
        passOverIfExcused(Promise.FULL_WINDOW);
        Sending sending = startAndCut();

        CompletableFuture<List<CompletableFuture<@Nullable Throwable>>> sent =
                CompletableFuture.supplyAsync(() -> send(sending, Item.of(MANY)));

        assertThat(sent).succeedsWithin(NO_TIME);
        sink.restore();
    }

    @Test
    void allThatWasSentWhileTheOtherSideWasAwayArrivesWhenItIsBack() throws Exception {
        passOverIfExcused(Promise.RECOVERY);
        Sending sending = startAndCut();

        List<CompletableFuture<@Nullable Throwable>> sent = sendAside(sending, Item.of(MANY));
        CompletableFuture<@Nullable Throwable> last = sent.get(MANY - 1);
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> !(last.isDone() && last.join() == null));
        sink.restore();

        deliver(sending, Item.of(MANY), sent);
        awaitTaken(Item.of(MANY));
    }

    @Test
    void theItemsOfAKeyKeepTheirOrder() throws Exception {
        passOverIfExcused(Promise.ORDER_PER_KEY);
        Sending sending = start();
        List<CompletableFuture<@Nullable Throwable>> sent = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            send(sending, Item.of(400).subList(100 * part, 100 * (part + 1)), sent);
            sink.cut();
            sink.restore();
        }

        deliver(sending, Item.of(400), sent);
        awaitTaken(Item.of(400));
        new LinkedHashSet<>(sink.taken())
                .stream()
                        .collect(Collectors.groupingBy(Item::key))
                        .forEach((key, items) -> assertThat(items)
                                .as(key)
                                .isSortedAccordingTo((one, other) -> Integer.compare(one.number(), other.number())));
    }

    /** Where it says that it cannot, it says why. */
    private void passOverIfExcused(Promise promise) {
        String reason = sink.cannot().get(promise);
        if (reason != null) {
            assertThat(reason).as("why %s cannot", sink.name()).hasSizeGreaterThan(20);
            Assumptions.abort(sink.name() + " is excused: " + reason);
        }
    }

    /** The other side was there at first, and is away now. */
    private Sending startAndCut() throws Exception {
        Sending sending = start();
        deliver(sending, Item.of(1));
        sink.cut();
        return sending;
    }

    private Sending start() throws Exception {
        Sending sending = sink.start();
        route = sending;
        return sending;
    }

    private void stop() throws Exception {
        if (route != null) {
            route.close();
            route = null;
        }
    }

    private static List<CompletableFuture<@Nullable Throwable>> send(Sending sending, List<Item> items) {
        List<CompletableFuture<@Nullable Throwable>> sent = new ArrayList<>();
        send(sending, items, sent);
        return sent;
    }

    /**
     * Sends after what was sent before, and as a source does, nothing behind one that is known to have failed.
     *
     * @param sent to which these are added
     */
    private static void send(Sending sending, List<Item> items, List<CompletableFuture<@Nullable Throwable>> sent) {
        for (Item item : items) {
            CompletableFuture<@Nullable Throwable> last =
                    sent.isEmpty() ? CompletableFuture.completedFuture(null) : sent.get(sent.size() - 1);
            sent.add(last.isDone() && last.join() != null ? last : sending.send(item));
        }
    }

    private List<CompletableFuture<@Nullable Throwable>> sendAside(Sending sending, List<Item> items) {
        List<CompletableFuture<@Nullable Throwable>> sent = new ArrayList<>();
        for (Item item : items) {
            CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
            source.execute(() -> {
                var unused = sending.send(item).thenAccept(end::complete);
            });
            sent.add(end);
        }
        return sent;
    }

    private static void deliver(Sending sending, List<Item> items) throws Exception {
        deliver(sending, items, send(sending, items));
    }

    /** As a source does: when all have ended, sends again from the first that has failed for the time being. */
    private static void deliver(Sending sending, List<Item> items, List<CompletableFuture<@Nullable Throwable>> sent)
            throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Item> left = items;
        List<CompletableFuture<@Nullable Throwable>> ends = sent;
        while (true) {
            int first = -1;
            for (int i = 0; i < ends.size(); i++) {
                Throwable failure = ends.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (failure != null) {
                    assertThat(FailureKind.of(failure)).as("%s", failure).isNotEqualTo(FailureKind.RECORD);
                    first = first < 0 ? i : first;
                }
            }
            if (first < 0) {
                return;
            }
            assertThat(System.nanoTime()).as("time until all have arrived").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
            left = left.subList(first, left.size());
            ends = send(sending, left);
        }
    }

    private void awaitTaken(List<Item> items) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink.taken()).containsAll(items));
    }
}
