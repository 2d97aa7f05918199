package io.fieldgate.observe.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.observe.Masks;
import io.fieldgate.observe.device.DeviceRegistry.Change;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeviceRegistryTest {
    private final MovingClock clock = new MovingClock();
    private final DeviceRegistry registry = registry(100, null, null);

    @Test
    void countsMessagesAndBytesAndKnowsTheLastValues() {
        stored("pump-1", "{\"temperature\":21.5,\"unit\":\"C\"}");
        stored("pump-1", "{\"temperature\":22,\"on\":true,\"deep\":{\"a\":1},\"none\":null}");
        registry.changes();

        DeviceView device = registry.find("pump-1");
        assertThat(device.messages()).isEqualTo(2);
        assertThat(device.bytes()).isEqualTo(86);
        assertThat(device.route()).isEqualTo("plant");
        assertThat(device.topic()).isEqualTo("telemetry");
        assertThat(device.values()).hasToString("{\"temperature\":22,\"on\":true}");
        assertThat(device.lastSeen()).isEqualTo(clock.instant());
        assertThat(device.state()).isEqualTo(DeviceState.ONLINE);
    }

    @Test
    void keepsNoMoreThanEightValuesAndNoneThatIsSecret() {
        StringBuilder json = new StringBuilder("{\"api-token\":\"geheim\"");
        IntStream.range(0, 20)
                .forEach(i -> json.append(",\"m").append(i).append("\":").append(i));
        stored("pump-1", json + "}");
        registry.changes();

        assertThat(registry.find("pump-1").values()).hasSize(8);
        assertThat(registry.find("pump-1").values().toString())
                .contains("\"api-token\":\"***\"")
                .doesNotContain("geheim");
    }

    @Test
    void hasNoValuesOfWhatIsNoJsonOrTooLong() {
        stored("a", "21.5");
        stored("b", "{\"a\":");
        stored("c", "{\"a\":\"" + "x".repeat(3_000) + "\"}");
        registry.changes();

        assertThat(List.of("a", "b", "c"))
                .allSatisfy(id -> assertThat(registry.find(id).values()).isEmpty());
        assertThat(registry.find("c").bytes()).isEqualTo(3_008);
    }

    @Test
    void knowsWhyTheLastMessageWasRejected() {
        registry.rejected("plant", "pump-1".getBytes(UTF_8), "MALFORMED_JSON");

        DeviceView device = registry.find("pump-1");
        assertThat(device.rejects()).isEqualTo(1);
        assertThat(device.lastReject().code()).isEqualTo("MALFORMED_JSON");
        assertThat(device.lastSeen()).isNull();
        assertThat(device.state()).isEqualTo(DeviceState.SILENT);
    }

    @Test
    void anAnswerToACommandIsASignOfLifeAndLeavesWhatTheDeviceMeasures() {
        stored("pump-1", "{\"a\":1}");
        registry.changes();
        clock.pass(Duration.ofHours(1));

        registry.answered("pump-1".getBytes(UTF_8), 10);
        registry.changes();

        DeviceView device = registry.find("pump-1");
        assertThat(device.topic()).isEqualTo("telemetry");
        assertThat(device.values().has("a")).isTrue();
        assertThat(device.messages()).isEqualTo(2);
        assertThat(device.lastSeen()).isEqualTo(clock.instant());
    }

    @Test
    void aDeviceIsLateAfterThreeOfItsUsualIntervalsAndSilentAfterTen() {
        sends("pump-1", Duration.ofMinutes(1), 20);

        clock.pass(Duration.ofMinutes(2));
        assertThat(state("pump-1")).isEqualTo(DeviceState.ONLINE);
        clock.pass(Duration.ofMinutes(2));
        assertThat(state("pump-1")).isEqualTo(DeviceState.LATE);
        clock.pass(Duration.ofMinutes(7));
        assertThat(state("pump-1")).isEqualTo(DeviceState.SILENT);
        stored("pump-1", "{}");
        assertThat(state("pump-1")).isEqualTo(DeviceState.ONLINE);
    }

    @Test
    void aBurstNowAndThenDoesNotLookLikeAFastDevice() {
        for (int hour = 0; hour < 20; hour++) {
            IntStream.range(0, 50).forEach(i -> stored("meter-1", "{}"));
            registry.changes();
            clock.pass(Duration.ofHours(1));
        }

        assertThat(state("meter-1")).isEqualTo(DeviceState.ONLINE);
    }

    @Test
    void oneLongSilenceDoesNotMakeTheNextOneUsual() {
        sends("pump-1", Duration.ofMinutes(1), 20);
        clock.pass(Duration.ofHours(8));
        sends("pump-1", Duration.ofMinutes(1), 1);

        clock.pass(Duration.ofMinutes(30));

        assertThat(state("pump-1")).isEqualTo(DeviceState.SILENT);
    }

    @Test
    void limitsOfTheConfigurationHoldForAllDevices() {
        DeviceRegistry strict = registry(100, Duration.ofSeconds(2), Duration.ofSeconds(5));
        strict.stored("plant", "telemetry", "a".getBytes(UTF_8), new byte[0]);

        clock.pass(Duration.ofSeconds(3));
        assertThat(strict.find("a").state()).isEqualTo(DeviceState.LATE);
        clock.pass(Duration.ofSeconds(3));
        assertThat(strict.find("a").state()).isEqualTo(DeviceState.SILENT);
    }

    @Test
    void theRateIsThatOfAboutTheLastMinuteAndFades() {
        sends("pump-1", Duration.ofSeconds(5), 120);

        assertThat(registry.find("pump-1").perMinute()).isBetween(11.0, 13.0);
        clock.pass(Duration.ofMinutes(10));
        assertThat(registry.find("pump-1").perMinute()).isLessThan(0.1);
    }

    @Test
    void writesOnlyWhatHasChanged() {
        stored("a", "{}");
        stored("b", "{}");

        assertThat(ids(registry.changes())).containsExactlyInAnyOrder("a", "b");
        assertThat(registry.changes()).isEmpty();
        stored("b", "{}");
        assertThat(ids(registry.changes())).containsExactly("b");
    }

    @Test
    void allDevicesHaveTheirTurnWhenMoreHaveChangedThanAreWrittenAtOnce() {
        DeviceRegistry large = registry(20_000, null, null);
        Map<String, Integer> turns = new HashMap<>();
        for (int round = 0; round < 5; round++) {
            IntStream.range(0, 20_000)
                    .forEach(i -> large.stored("r", "t", ("d" + i).getBytes(UTF_8), new byte[] {'{', '}'}));
            large.changes().forEach(change -> turns.merge(change.device().id(), 1, Integer::sum));
        }

        assertThat(turns).hasSize(20_000);
        assertThat(turns.values()).allMatch(count -> count == 2);
    }

    @Test
    void keepsMessagesOfNoMoreDevicesThanAreWrittenAtOnce() {
        DeviceRegistry large = registry(20_000, null, null);
        for (int round = 0; round < 3; round++) {
            IntStream.range(0, 20_000)
                    .forEach(i -> large.stored("r", "t", ("d" + i).getBytes(UTF_8), "{\"a\":1}".getBytes(UTF_8)));
            assertThat(large.samples()).isEqualTo(DeviceRegistry.MOST_AT_ONCE);
            large.changes();
        }
        while (!large.changes().isEmpty()) {
            clock.pass(Duration.ofSeconds(5));
        }

        assertThat(large.samples()).isZero();
    }

    @Test
    void goesOnWhereItStoodBeforeItWasStartedAgain() {
        stored("pump-1", "{\"a\":1}");
        stored("pump-1", "{\"a\":1}");
        Share written = read(registry.changes().get(0).share());
        DeviceRegistry next = registry(100, null, null);
        next.stored("plant", "telemetry", "pump-1".getBytes(UTF_8), "{\"a\":2}".getBytes(UTF_8));

        next.restore(Map.of("pump-1", written));
        next.changes();

        assertThat(next.find("pump-1").messages()).isEqualTo(3);
        assertThat(next.find("pump-1").values()).hasToString("{\"a\":2}");
        assertThat(next.find("pump-1").gateways()).hasSize(1);
    }

    @Test
    void addsUpWhatSeveralGatewaysHaveSeenAndTakesTheNewestValues() {
        stored("pump-1", "{\"a\":1}");
        registry.changes();
        clock.pass(Duration.ofSeconds(1));
        DeviceRegistry other = other("gateway-2");
        other.stored("plant", "telemetry", "pump-1".getBytes(UTF_8), "{\"a\":2}".getBytes(UTF_8));
        Share first = read(other.changes().get(0).share());
        registry.put("pump-1", "gateway-2", first);
        registry.put("pump-1", "gateway-2", first);

        DeviceView device = registry.find("pump-1");
        assertThat(device.messages()).isEqualTo(2);
        assertThat(device.values()).hasToString("{\"a\":2}");
        assertThat(device.gateways())
                .extracting(DeviceView.ByGateway::gateway)
                .containsExactlyInAnyOrder("gateway-1", "gateway-2");
        registry.put("pump-1", "gateway-2", null);
        assertThat(registry.find("pump-1").messages()).isEqualTo(1);
    }

    @Test
    void aDeviceThatHasMovedToAnotherGatewayIsNotTakenForOneTwiceAsFast() {
        DeviceRegistry before = other("gateway-2");
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofMinutes(1));
            hears(before, "gateway-2");
        }
        sends("pump-1", Duration.ofMinutes(1), 20);

        clock.pass(Duration.ofMinutes(2));

        assertThat(state("pump-1")).isEqualTo(DeviceState.ONLINE);
        clock.pass(Duration.ofMinutes(2));
        assertThat(state("pump-1")).isEqualTo(DeviceState.LATE);
    }

    @Test
    void aDeviceThatHasJustMovedHasTheIntervalThatTheGatewayBeforeKnew() {
        DeviceRegistry before = other("gateway-2");
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofMinutes(1));
            hears(before, "gateway-2");
        }
        sends("pump-1", Duration.ofMinutes(20), 1);

        clock.pass(Duration.ofMinutes(4));

        assertThat(state("pump-1")).isEqualTo(DeviceState.LATE);
    }

    @Test
    void aDeviceThatGatewaysHearByTurnsHasItsOwnIntervalAndNotTheirs() {
        DeviceRegistry other = other("gateway-2");
        for (int i = 0; i < 20; i++) {
            sends("pump-1", Duration.ofMinutes(1), 1);
            clock.pass(Duration.ofMinutes(1));
            hears(other, "gateway-2");
        }

        clock.pass(Duration.ofMinutes(2));
        assertThat(state("pump-1")).isEqualTo(DeviceState.ONLINE);
        clock.pass(Duration.ofMinutes(2));
        assertThat(state("pump-1")).isEqualTo(DeviceState.LATE);
    }

    private DeviceRegistry other(String gateway) {
        return new DeviceRegistry(properties(100, null, null), gateway, new Masks(List.of()), clock);
    }

    /** A message of pump-1, which this gateway is told of. */
    private void hears(DeviceRegistry other, String gateway) {
        other.stored("plant", "telemetry", "pump-1".getBytes(UTF_8), "{}".getBytes(UTF_8));
        registry.put("pump-1", gateway, read(other.changes().get(0).share()));
    }

    @Test
    void forgetsWhatWasSilentForLongestWhenItIsFull() {
        IntStream.range(0, 50).forEach(i -> stored("old-" + i, "{}"));
        registry.changes();
        clock.pass(Duration.ofDays(2));
        IntStream.range(0, 60).forEach(i -> stored("new-" + i, "{}"));
        assertThat(registry.size()).isEqualTo(100);
        assertThat(registry.overlooked()).isEqualTo(10);

        List<ShareCodec.Key> gone = registry.forget();

        assertThat(gone).hasSize(2).allSatisfy(key -> assertThat(key.device()).startsWith("old-"));
        assertThat(registry.size()).isEqualTo(98);
    }

    @Test
    void forgetsADeviceThatWasNotHeardOfForThirtyDays() {
        stored("gone", "{}");
        clock.pass(Duration.ofDays(29));
        stored("here", "{}");
        clock.pass(Duration.ofDays(2));

        assertThat(registry.forget()).containsExactly(new ShareCodec.Key("gateway-1", "gone"));
        assertThat(registry.find("gone")).isNull();
        assertThat(registry.find("here")).isNotNull();
    }

    @Test
    void listsPageByPageInAnyOrderWithEachDeviceOnce() {
        IntStream.range(0, 95)
                .forEach(i -> IntStream.rangeClosed(0, i % 7)
                        .forEach(time -> stored("pump-" + String.format("%02d", i), "{}")));

        for (String sort : List.of("id", "-id", "messages", "-messages", "-last_seen", "rate", "-rejects")) {
            List<String> seen = new ArrayList<>();
            String after = null;
            do {
                DevicePage page = registry.find(DeviceQuery.of("PUMP", null, sort, 10, after));
                assertThat(page.total()).isEqualTo(95);
                assertThat(page.devices()).hasSizeLessThanOrEqualTo(10);
                page.devices().forEach(device -> seen.add(device.id()));
                after = page.next();
            } while (after != null);
            assertThat(seen).as(sort).hasSize(95).doesNotHaveDuplicates();
        }
        assertThat(registry.find(DeviceQuery.of("", null, "-messages", 1, null)).devices())
                .allSatisfy(device -> assertThat(device.messages()).isEqualTo(7));
    }

    @Test
    void listsWhatIsSearchedAndInAState() {
        stored("pump-1", "{}");
        clock.pass(Duration.ofDays(1));
        stored("pump-2", "{}");
        stored("oven-1", "{}");

        DevicePage silent = registry.find(DeviceQuery.of("pump", DeviceState.SILENT, "id", 10, null));

        assertThat(silent.devices()).extracting(DeviceView::id).containsExactly("pump-1");
        assertThat(silent.states()).containsEntry(DeviceState.ONLINE, 2).containsEntry(DeviceState.SILENT, 1);
        assertThatThrownBy(() -> registry.find(DeviceQuery.of("", null, "id", 10, "nonsense")))
                .hasMessageContaining("'after' is 'nonsense', allowed is");
        assertThatThrownBy(() -> DeviceQuery.of("", null, "size", 10, null))
                .hasMessageContaining("'sort' is 'size', allowed are id, last_seen, messages, rate, rejects");
    }

    @Test
    void losesNoCountWhenManyThreadsTellAndAnotherWrites() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        IntStream.range(0, 4)
                .forEach(thread ->
                        threads.execute(() -> IntStream.range(0, 50_000).forEach(i -> stored("d" + i % 50, "{}"))));
        threads.shutdown();
        while (!threads.awaitTermination(1, TimeUnit.MILLISECONDS)) {
            registry.changes();
        }
        registry.changes();

        assertThat(registry.find(DeviceQuery.of("", null, "id", 100, null)).devices())
                .hasSize(50)
                .allSatisfy(device -> assertThat(device.messages()).isEqualTo(4_000));
    }

    @Test
    void holdsOneHundredThousandDevicesInLessThanAKilobyteEach() {
        long before = heap();
        DeviceRegistry fleet = registry(100_000, null, null);
        for (int i = 0; i < 100_000; i++) {
            String reading = "{\"temperature\":21." + i + ",\"humidity\":" + i % 100 + ",\"status\":\"running\"}";
            fleet.stored("plant", "telemetry", ("plant-a-pump-" + i).getBytes(UTF_8), reading.getBytes(UTF_8));
            if (i % 5_000 == 0) {
                fleet.changes();
            }
        }
        while (!fleet.changes().isEmpty()) {
            clock.pass(Duration.ofSeconds(5));
        }
        long each = (heap() - before) / 100_000;

        assertThat(fleet.size()).isEqualTo(100_000);
        assertThat(each).as("bytes of a device").isLessThan(1_000);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void sends(String device, Duration interval, int times) {
        for (int i = 0; i < times; i++) {
            clock.pass(interval);
            stored(device, "{}");
            registry.changes();
        }
    }

    private void stored(String device, String value) {
        registry.stored("plant", "telemetry", device.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private DeviceState state(String device) {
        return registry.find(device).state();
    }

    private static List<String> ids(List<Change> changes) {
        return changes.stream().map(change -> change.device().id()).toList();
    }

    /** As another gateway would. */
    private static Share read(Share share) {
        return ShareCodec.value(share.gateway(), ShareCodec.value(share));
    }

    private DeviceRegistry registry(int limit, Duration late, Duration silent) {
        return new DeviceRegistry(properties(limit, late, silent), "gateway-1", new Masks(List.of("token")), clock);
    }

    private static DeviceProperties properties(int limit, Duration late, Duration silent) {
        return new DeviceProperties(
                true, "fieldgate.devices", limit, Duration.ofSeconds(5), late, silent, Duration.ofDays(30));
    }
}
