package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.alert.AlertState.Bucket;
import io.fieldgate.alert.AlertState.Phase;
import io.fieldgate.alert.AlertState.Point;
import io.fieldgate.alert.StateInput.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateCodecTest {
    private static final String OLD = "00ff1c9a0b3e";
    private static final String NEW = "fedcba987654";

    @Test
    void allThatIsRememberedIsReadAgain() throws IOException {
        Map<String, AlertState> states = new LinkedHashMap<>();
        states.put("firing", firing());
        states.put("looks-back", looksBack());
        states.put("new", new AlertState());

        assertThat(StateCodec.states(StateCodec.bytes(states)))
                .usingRecursiveComparison()
                .withComparatorForType(Double::compare, Double.class)
                .isEqualTo(states);
    }

    @Test
    void ofADeviceThatIsWellLittleIsStored() {
        AlertState state = new AlertState();
        state.version = "3f1c9a0b";
        state.last = Times.BEGINNING;
        state.value = 21.5;

        assertThat(StateCodec.bytes(Map.of("too-hot", state))).hasSizeLessThan(32);
    }

    @Test
    void ofARuleThatIsKnownAndWhoseDeviceIsWellNeitherNameNorVersionIsStored() throws IOException {
        RuleMarks marks =
                new RuleMarks(List.of("pump-runs-far-too-hot", "broken"), Map.of("pump-runs-far-too-hot", NEW));
        Map<String, AlertState> states = new LinkedHashMap<>();
        states.put("pump-runs-far-too-hot", well(NEW));
        states.put("broken", well(OLD));

        byte[] bytes = StateCodec.bytes(states, marks);

        assertThat(bytes).hasSizeLessThan(48);
        assertThat(StateCodec.states(bytes, new Words(), marks))
                .usingRecursiveComparison()
                .isEqualTo(states);
        RuleMarks changed = new RuleMarks(List.of("pump-runs-far-too-hot"), Map.of("pump-runs-far-too-hot", OLD));
        assertThat(StateCodec.states(bytes, new Words(), changed).get("pump-runs-far-too-hot").version)
                .as("that of the rule that wrote it")
                .isEqualTo(NEW);
    }

    @Test
    void whatIsStoredOfARuleThatIsNotKnownIsKeptForWhoKnowsIt() throws IOException {
        RuleMarks marks = new RuleMarks(List.of("hot", "cold"), Map.of("hot", NEW, "cold", NEW));
        RuleMarks less = new RuleMarks(List.of("hot"), Map.of("hot", NEW));
        Map<String, AlertState> states = Map.of("hot", well(NEW), "cold", well(OLD));

        Map<String, AlertState> seen = StateCodec.states(StateCodec.bytes(states, marks), new Words(), less);
        byte[] again = StateCodec.bytes(seen, less);

        assertThat(seen).hasSize(2).containsKey("hot").doesNotContainKey("cold");
        assertThat(StateCodec.states(again, new Words(), marks))
                .usingRecursiveComparison()
                .isEqualTo(states);
    }

    @Test
    void anAlertThatIsOpenHasItsNameForWhenItsRuleIsNoMore() throws IOException {
        RuleMarks marks = new RuleMarks(List.of("hot"), Map.of("hot", NEW));
        AlertState pending = well(NEW);
        pending.phase = Phase.PENDING;

        byte[] bytes = StateCodec.bytes(Map.of("hot", pending), marks);

        assertThat(StateCodec.states(bytes)).containsOnlyKeys("hot");
        assertThat(StateCodec.states(bytes).get("hot").version).isEqualTo(NEW);
    }

    @Test
    void statesInWhichNamesStoodInFullAreReadAsWell() throws IOException {
        Map<String, AlertState> states = Map.of("hot", well(NEW), "cold", firing());
        byte[] bytes = StateCodec.bytes(states);
        bytes[0] = 3;

        assertThat(StateCodec.states(
                        bytes, new Words(), new RuleMarks(List.of("hot", "cold"), Map.of("hot", NEW, "cold", NEW))))
                .usingRecursiveComparison()
                .isEqualTo(states);
    }

    private static AlertState well(String version) {
        AlertState state = new AlertState();
        state.version = version;
        state.last = Times.BEGINNING;
        state.value = 21.5;
        return state;
    }

    @Test
    void numbersThatPeopleMeasureTakeFewBytes() throws IOException {
        AlertState state = new AlertState();
        for (double number : new double[] {
            0, -0.0, 21.37, -4, 0.125, 0.1 + 0.2, 1e300, -0x1p63, -0x1p63 / 10, Double.MIN_VALUE, Double.NaN
        }) {
            state.value = number;

            byte[] bytes = StateCodec.bytes(Map.of("r", state));

            assertThat(StateCodec.states(bytes).get("r").value).isEqualTo(Double.valueOf(number));
            if (number == 21.37) {
                assertThat(bytes).hasSizeLessThan(12);
            }
        }
    }

    @Test
    void statesOfTheFormatBeforeAreReadAsWell() throws IOException {
        // One rule 'hot' of version '77', last heard at 5 ms, with the value 2.5 and a piece of a window with two
        // readings.
        byte[] bytes = HexFormat.of()
                .parseHex("01" + "01" + "03686f74" + "023737" + "0a" + "11" + "c008" + "01" + "0e" + "02" + "c008"
                        + "00" + "00" + "01" + "024531");

        AlertState state = StateCodec.states(bytes).get("hot");

        assertThat(state.version).isEqualTo("77");
        assertThat(state.last).isEqualTo(5);
        assertThat(state.value).isEqualTo(2.5);
        assertThat(state.buckets).singleElement().satisfies(bucket -> {
            assertThat(bucket.index).isEqualTo(7);
            assertThat(bucket.count).isEqualTo(2);
            assertThat(bucket.sum).isEqualTo(2.5);
            assertThat(bucket.distinct()).containsExactly("E1");
        });
    }

    @Test
    void bytesOfAnotherFormatAreRefusedByItsNumber() {
        byte[] bytes = StateCodec.bytes(Map.of("firing", firing()));
        bytes[0] = StateCodec.FORMAT + 1;

        assertThatThrownBy(() -> StateCodec.states(bytes))
                .isInstanceOf(StateCodec.NewerFormat.class)
                .hasMessage("its format is 5, this gateway knows 4");
        assertThatThrownBy(() -> StateCodec.states("{\"hot\":{}}".getBytes(StandardCharsets.UTF_8)))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("its format is 123, this gateway knows 4");
    }

    @Test
    void whateverTheBytesAreNothingElseIsThrown() {
        byte[] whole = StateCodec.bytes(Map.of("firing", firing(), "looks-back", looksBack()));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);

            assertThatThrownBy(() -> StateCodec.states(part))
                    .as("the first %d bytes", length)
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> StateCodec.states(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(IOException.class);
        for (int place = 1; place < whole.length; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] spoilt = whole.clone();
                spoilt[place] = (byte) value;
                readOrRefuse(spoilt);
            }
        }
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            assertThat(StateCodec.states(bytes)).isNotNull();
        } catch (IOException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }

    private static AlertState firing() {
        AlertState state = new AlertState();
        state.version = "3f1c9a0b";
        state.phase = Phase.FIRING;
        state.isTopicless = true;
        state.since = Times.BEGINNING;
        state.firedAt = Times.BEGINNING + 3_000;
        state.calmSince = Times.BEGINNING + 5_000;
        state.carriedSince = Times.BEGINNING + 5_500;
        state.level = 2;
        state.severity = "critical";
        state.last = Times.BEGINNING + 6_000;
        state.value = -81.37;
        state.labels = Map.of("area", "Halle 3, süd");
        state.annotations = Map.of("summary", "a is at 81.37 °C");
        state.receivers = List.of("plant-team", "log");
        return state;
    }

    private static AlertState looksBack() {
        AlertState state = new AlertState();
        state.version = "77";
        state.last = Times.BEGINNING;
        state.value = Double.NaN;
        state.points.add(new Point(Times.BEGINNING - 60_000, 0.1));
        state.points.add(new Point(Times.BEGINNING, Double.NEGATIVE_INFINITY));
        for (int piece = 0; piece < 3; piece++) {
            Bucket bucket = new Bucket();
            bucket.index = Times.BEGINNING / 1_000 + 2L * piece;
            bucket.compare(piece - 1.5);
            bucket.add(4.25);
            bucket.add("E" + piece);
            state.buckets.add(bucket);
        }
        state.judged = Times.BEGINNING / 1_000 - 5;
        return state;
    }
}
