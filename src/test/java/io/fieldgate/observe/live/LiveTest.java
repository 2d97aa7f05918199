package io.fieldgate.observe.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.observe.RouteView;
import io.fieldgate.observe.RouteView.State;
import io.fieldgate.observe.device.DeviceState;
import io.fieldgate.observe.live.LiveEvent.Kind;
import io.fieldgate.observe.live.LiveEvent.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration NOW = Duration.ZERO;

    private final Live live = new Live();

    @Test
    void whoComesBackIsToldWhatHappenedMeanwhileOnceAndInOrder() throws Exception {
        happens(1, 5);

        assertThat(events(live.open(true, true, 3L))).containsExactly(4L, 5L);
        assertThat(events(live.open(true, true, 5L))).isEmpty();
    }

    @Test
    void whoComesBackToAGatewayThatWasStartedAgainIsToldAll() throws Exception {
        happens(1, 3);

        assertThat(events(live.open(true, true, 900L))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whoIsNewIsToldTheLastFiftyEventsAndTheNewestTick() throws Exception {
        happens(1, 80);
        live.tick(tick(1, 10));
        live.tick(tick(2, 20));

        LiveListener listener = live.open(true, true, null);

        List<Long> seen = new ArrayList<>();
        LiveItem item = listener.next(NOW);
        for (; item instanceof LiveEvent event; item = listener.next(NOW)) {
            seen.add(event.id());
        }
        assertThat(seen).hasSize(50).startsWith(31L).endsWith(80L);
        assertThat(item)
                .isInstanceOfSatisfying(
                        Tick.class, tick -> assertThat(tick.totals().in()).isEqualTo(20));
        assertThat(listener.next(NOW)).isNull();
    }

    @Test
    void whoIsSlowMissesTicksButNotTheNewestAndOldEventsOfManyOnly() throws Exception {
        LiveListener slow = live.open(true, true, null);
        for (int i = 1; i <= 1_000; i++) {
            happens(i, i);
            live.tick(tick(i, i));
        }

        assertThat(events(slow)).hasSize(256).startsWith(745L).endsWith(1_000L);
        live.tick(tick(1_001, 1_001));
        assertThat(slow.next(NOW))
                .isInstanceOfSatisfying(
                        Tick.class, tick -> assertThat(tick.totals().in()).isEqualTo(1_001));
    }

    @Test
    void whoWantsEventsOnlyGetsNoTicks() throws Exception {
        LiveListener listener = live.open(false, true, null);
        live.tick(tick(1, 1));
        happens(1, 1);

        assertThat(events(listener)).containsExactly(1L);
        assertThat(listener.next(NOW)).isNull();
    }

    @Test
    void noMoreThanThirtyTwoLookAtATimeAndWhoGoesMakesRoom() {
        List<LiveListener> all = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            all.add(live.open(true, true, null));
        }

        assertThat(live.open(true, true, null)).isNull();
        all.get(0).close();
        assertThat(live.open(true, true, null)).isNotNull();
        live.closeAll();
        assertThat(all).allMatch(LiveListener::isClosed);
    }

    @Test
    void whoComesAfterTheEndIsSentAway() {
        live.closeAll();

        assertThat(live.open(true, true, null)).isNull();
        live.begin();
        assertThat(live.open(true, true, null)).isNotNull();
    }

    @Test
    void keepsFifteenMinutesBySecondsAndADayByMinutes() {
        for (int second = 0; second < 1_200; second++) {
            live.tick(tick(second, second % 60));
        }

        HistoryView fine = live.history(true, null);
        assertThat(fine.step()).isEqualTo(1);
        assertThat(fine.times()).hasSize(900).isSorted().endsWith(START.getEpochSecond() + 1_199);
        assertThat(fine.series().get("in")).hasSize(900).endsWith(59f);
        assertThat(fine.series().get("devices_online")).endsWith(3f);
        assertThat(fine.series().get("e2e_p99_ms")[899]).isNaN();
        HistoryView coarse = live.history(false, null);
        assertThat(coarse.step()).isEqualTo(60);
        assertThat(coarse.times()).hasSize(19).startsWith(START.getEpochSecond());
        // Rates are means, and what waits counts by its worst.
        assertThat(coarse.series().get("in")).startsWith(29.5f);
        assertThat(coarse.series().get("lag")).startsWith(59f);
        assertThat(coarse.routes().get("plant").get("in")).startsWith(29.5f);
    }

    @Test
    void showsTheHistoryOfOneRouteWhereItRanAndNothingWhereItDidNot() {
        live.tick(tick(0, 1));
        live.tick(tick(1, 2, List.of()));
        live.tick(tick(2, 3));

        HistoryView one = live.history(true, "plant");

        assertThat(one.routes()).containsOnlyKeys("plant");
        assertThat(one.routes().get("plant").get("in")).containsExactly(1f, Float.NaN, 3f);
        assertThat(live.history(true, "other").routes()).isEmpty();
    }

    private void happens(int from, int to) {
        for (int i = from; i <= to; i++) {
            live.event(Kind.ROUTE, Level.INFO, "plant", "Number " + i, null);
        }
    }

    private static List<Long> events(LiveListener listener) throws InterruptedException {
        List<Long> seen = new ArrayList<>();
        for (LiveItem item = listener.next(NOW); item instanceof LiveEvent event; item = listener.next(NOW)) {
            seen.add(event.id());
        }
        return seen;
    }

    private static Tick tick(int second, int in) {
        RouteView view =
                new RouteView("plant", "mqtt:plant", State.STARTED, null, null, START, in, in, 0, 0, null, null, null);
        return tick(second, in, List.of(new Tick.RouteRates(view, in, in, 0, null)));
    }

    private static Tick tick(int second, int in, List<Tick.RouteRates> routes) {
        return new Tick(
                START.plusSeconds(second),
                0,
                Duration.ofSeconds(second),
                List.of(),
                new Tick.Totals(in, in, 0, 0, 0, (long) in, null),
                routes,
                Map.of(DeviceState.ONLINE, 3),
                new Tick.Alerts(0, 1),
                new Tick.Resources(1, 2, null, 3, 4));
    }
}
