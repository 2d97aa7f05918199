package io.fieldgate.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Transcript transcript = new Transcript(new PrintStream(printed, true, UTF_8));

    @Test
    void drawsABoxAsWideAsItsLongestLine() {
        transcript.box("Demo", "Not for production.");

        assertThat(lines())
                .containsExactly(
                        "+---------------------+",
                        "| Demo                |",
                        "| Not for production. |",
                        "+---------------------+");
    }

    @Test
    void alignsStepsAndTheirTimes() {
        transcript.done("MQTT broker", "tcp://127.0.0.1:1883", Duration.ofMillis(1649));
        transcript.done("routes", "2 of 2 started", Duration.ofSeconds(12));

        assertThat(lines())
                .containsExactly(
                        " √ MQTT broker        tcp://127.0.0.1:1883                                         1.6 s",
                        " √ routes             2 of 2 started                                              12.0 s");
    }

    @Test
    void marksWhatIsOdd() {
        transcript.odd("first row", "none within 10 s");

        assertThat(lines()).containsExactly(" ~ first row          none within 10 s");
    }

    @Test
    void makesColumnsAsWideAsTheirWidestCellWithoutSpacesAtTheEnd() {
        transcript.table(
                List.of("ROUTE", "FROM", "TO"),
                List.of(
                        List.of("plant-telemetry", "mqtt:plant", "topic:telemetry"),
                        List.of("log", "topic:telemetry", "")));

        assertThat(lines())
                .containsExactly(
                        "   ROUTE            FROM             TO",
                        "   plant-telemetry  mqtt:plant       topic:telemetry",
                        "   log              topic:telemetry");
    }

    private List<String> lines() {
        return printed.toString(UTF_8).lines().toList();
    }
}
