package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What goes with a record through the topic that sorts it by a key. */
class PassageTest {
    private final Headers headers = new RecordHeaders().add("fg.site", "north".getBytes(UTF_8));

    @Test
    void comesOutAsItWentInAndLeavesTheHeadersAsTheyWere() {
        Passage passage = new Passage("öven-1", "0123456789ab", 1_767_225_600_000L);
        passage.write(headers);
        assertThat(headers).hasSize(4);

        assertThat(Passage.take(headers)).isEqualTo(passage);
        assertThat(headers)
                .singleElement()
                .satisfies(header -> assertThat(header.key()).isEqualTo("fg.site"));
    }

    @Test
    void takesThePlaceOfWhatSomebodyElseHasWritten() {
        new Passage("forged", "mark", 1).write(headers);

        new Passage("oven-1", "0123456789ab", 2).write(headers);

        assertThat(Passage.take(headers)).isEqualTo(new Passage("oven-1", "0123456789ab", 2));
        assertThat(Passage.take(headers)).isNull();
    }

    @Test
    void isNotThereWhenItIsNotWhole() {
        assertThat(Passage.take(headers)).isNull();

        headers.add("fieldgate.alerts.device", "a".getBytes(UTF_8));
        headers.add("fieldgate.alerts.key", "b".getBytes(UTF_8));
        headers.add("fieldgate.alerts.clock", "soon".getBytes(UTF_8));

        assertThat(Passage.take(headers)).isNull();
    }
}
