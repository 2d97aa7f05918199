package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.topic.ReplayJob.Skip;
import io.fieldgate.topic.ReplayJob.State;
import io.fieldgate.topic.ReplayJob.Stretch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final LetterFilter DB_DATA = new LetterFilter(null, null, "DB_DATA", null, null, null);

    @Test
    void standsInKafkaWithAllThatItIs() {
        ReplayJob job = new ReplayJob(
                "id",
                new ReplayOrder(
                        new LetterFilter("t", "r", "c", "d*", Instant.EPOCH, Instant.ofEpochMilli(1)),
                        List.of(new RecordPlace("t.dlq", 1, 2)),
                        true,
                        7,
                        null,
                        "local (ann)"),
                Instant.ofEpochMilli(5),
                "me",
                State.STOPPED,
                Instant.ofEpochMilli(6),
                "bob",
                List.of(new Stretch("t.dlq", 1, 2, 9, 4)),
                1,
                2,
                3,
                List.of(new Skip(new RecordPlace("t.dlq", 1, 3), "why")),
                null);

        assertThat(ReplayCodec.job("id", ReplayCodec.bytes(job))).isEqualTo(job);
        assertThat(ReplayCodec.job("id", "{}".getBytes(UTF_8))).isNull();
        assertThat(ReplayCodec.job("id", "no JSON".getBytes(UTF_8))).isNull();
    }

    @Test
    void anEditIsOfOneLetter() {
        RecordPlace place = new RecordPlace("t.dlq", 0, 0);
        ReplayOrder edit = new ReplayOrder(LetterFilter.ALL, List.of(place), false, 1, "x".getBytes(UTF_8), "me");
        ReplayJob job = job(edit, 0);

        ReplayJob read = Objects.requireNonNull(ReplayCodec.job("id", ReplayCodec.bytes(job)));
        assertThat(read.order().value()).isEqualTo("x".getBytes(UTF_8));
        assertThatThrownBy(() -> new ReplayOrder(LetterFilter.ALL, List.of(), false, 1, new byte[0], "me"))
                .hasMessage("an edit is of exactly one letter, named in 'positions'");
        assertThatThrownBy(() -> new ReplayOrder(LetterFilter.ALL, List.of(), false, 0, null, "me"))
                .hasMessage("'rate' is '0', allowed is 1 to 10000 a second");
        assertThatThrownBy(() -> new ReplayOrder(
                        LetterFilter.ALL, List.of(new RecordPlace("telemetry", 0, 0)), false, 1, null, "me"))
                .hasMessageStartingWith("'telemetry-0@0' is no dead letter");
    }

    @Test
    void noLetterGoesBackTwiceOrForEverByItself() {
        Letter fresh = letter(0, "DB_DATA");
        ReplayOrder order = new ReplayOrder(DB_DATA, List.of(), false, 1, null, "me");

        assertThat(new ReplayChoice(order, List.of()).isMeant(fresh)).isTrue();
        assertThat(new ReplayChoice(order, List.of()).isMeant(letter(0, "EMPTY")))
                .isFalse();
        assertThat(new ReplayChoice(order, List.of()).isMeant(letter(1, "DB_DATA")))
                .as("what became of a replayed letter")
                .isFalse();
        assertThat(new ReplayChoice(order, List.of(job(order, 16))).isMeant(fresh))
                .as("one that was replayed")
                .isFalse();
        assertThat(new ReplayChoice(order, List.of(job(order, 15))).isMeant(fresh))
                .as("one that an earlier replay has not come to")
                .isTrue();
        ReplayJob others = job(
                new ReplayOrder(
                        new LetterFilter(null, "other", null, null, null, null), List.of(), false, 1, null, "me"),
                16);
        assertThat(new ReplayChoice(order, List.of(others)).isMeant(fresh))
                .as("one that an earlier replay has passed over")
                .isTrue();
    }

    @Test
    void aLetterOfATopicThatWasMadeAnewWasNotReplayed() {
        ReplayOrder order = new ReplayOrder(DB_DATA, List.of(), false, 1, null, "me");
        ReplayChoice choice = new ReplayChoice(order, List.of(job(order, 16)));
        Map<String, String> young = Map.of("fg.dlq.code", "DB_DATA", "fg.dlq.first.ts", "301000");

        assertThat(choice.isMeant(letter(0, "DB_DATA"))).isFalse();
        assertThat(choice.isMeant(Letters.letter("pump-1", young)))
                .as("five minutes younger than the replay that was at its place")
                .isTrue();
    }

    @Test
    void askedForAgainItGoesAFewTimesOnly() {
        ReplayOrder again = new ReplayOrder(DB_DATA, List.of(), true, 1, null, "me");
        ReplayChoice choice = new ReplayChoice(again, List.of(job(again, 16)));

        assertThat(choice.isMeant(letter(0, "DB_DATA"))).isTrue();
        assertThat(choice.isMeant(letter(4, "DB_DATA"))).isTrue();
        assertThat(choice.objection(letter(4, "DB_DATA"))).isNull();
        assertThat(choice.objection(letter(5, "DB_DATA"))).isEqualTo("It was replayed 5 times, and 5 are allowed.");
    }

    @Test
    void aPartOfAPayloadDoesNotGo() {
        ReplayOrder order = new ReplayOrder(DB_DATA, List.of(), false, 1, null, "me");

        assertThat(new ReplayChoice(order, List.of())
                        .objection(Letters.letter("pump-1", Map.of("fg.dlq.truncated", "9000000"))))
                .startsWith("Only a part of its payload was kept");
    }

    @Test
    void goesBackAsItWasAndSaysWhichLetterItWas() {
        OpenLetter opened = OpenLetter.of(Letters.record(
                "pump-1",
                "old",
                Map.of(
                        "fg.dlq.code", "X",
                        "fg.dlq.stage", "SOURCE_TO_TOPIC",
                        "__connect.errors.topic", "t",
                        "kafka_dlt-original-topic", "readings",
                        "mqtt.topic", "a/b",
                        "fg.site", "north",
                        "fg.event-time", "777",
                        "fg.replay-of", "readings.dlq-0@1",
                        "fg.replay-count", "1")));

        ProducerRecord<byte[], byte[]> record = new ReplayMessage(opened, null).record();
        assertThat(record.topic()).isEqualTo("readings");
        assertThat(record.timestamp()).as("when it happened").isEqualTo(777);
        assertThat(record.value()).asString(UTF_8).isEqualTo("old");
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        assertThat(headers)
                .isEqualTo(Map.of(
                        "mqtt.topic", "a/b",
                        "fg.site", "north",
                        "fg.replay-of", "telemetry.dlq-2@15",
                        "fg.replay-count", "2"));
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        new ReplayMessage(opened, "new".getBytes(UTF_8)).fill(exchange);
        assertThat(exchange.getIn().getBody(String.class)).isEqualTo("new");
        assertThat(exchange.getIn().getHeaders())
                .containsEntry("site", "north")
                .containsEntry("device", "pump-1")
                .containsEntry("fg.replay-of", "telemetry.dlq-2@15")
                .doesNotContainKeys("replay-of", "replay-count", "fg.dlq.code");
    }

    private static Letter letter(int replays, @Nullable String code) {
        return Letters.letter(
                "pump-1", Map.of("fg.dlq.code", String.valueOf(code), "fg.replay-count", Integer.toString(replays)));
    }

    private static ReplayJob job(ReplayOrder order, long next) {
        return new ReplayJob(
                "id",
                order,
                Instant.EPOCH,
                "me",
                State.DONE,
                null,
                null,
                List.of(new Stretch("telemetry.dlq", 2, 0, 20, next)),
                0,
                0,
                0,
                List.of(),
                null);
    }
}
