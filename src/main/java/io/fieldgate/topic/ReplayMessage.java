package io.fieldgate.topic;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A dead letter as it goes back: what it was before it failed, and which letter it was. */
final class ReplayMessage {
    /** What is said anew; the time goes with the record again, and whoever stores it looks whether the topic keeps it. */
    private static final Set<String> ANEW =
            Set.of(RecordHeaders.REPLAY_OF, RecordHeaders.REPLAY_COUNT, RecordHeaders.EVENT_TIME);

    private final OpenLetter opened;
    private final byte @Nullable [] value;

    /** @param edited in place of the payload; null for the payload itself */
    ReplayMessage(OpenLetter opened, byte @Nullable [] edited) {
        this.opened = opened;
        this.value = edited == null ? opened.value() : edited;
    }

    /** For the topic that the record was read from; its key, time and headers. */
    ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>(
                opened.letter().topic(),
                null,
                Math.max(0, opened.letter().timestamp().toEpochMilli()),
                opened.key(),
                value,
                headers());
    }

    private Headers headers() {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        for (OpenLetter.Entry header : opened.headers()) {
            if (!OpenLetter.isOfFailure(header.name()) && !ANEW.contains(header.name())) {
                headers.add(header.name(), header.value());
            }
        }
        DeadLetterHeaders.text(
                headers, RecordHeaders.REPLAY_OF, opened.letter().place().toString());
        DeadLetterHeaders.text(
                headers,
                RecordHeaders.REPLAY_COUNT,
                Integer.toString(opened.letter().replays() + 1));
        return headers;
    }

    /** As its route takes it: from the topic, or from wherever it came. */
    void fill(Exchange exchange) {
        if (opened.letter().atIntake()) {
            Map<String, Object> carried = HeaderMapping.carried(headers());
            Map<String, Object> headers = exchange.getIn().getHeaders();
            exchange.getIn().setBody(value);
            HeaderMapping.addCaptures(carried, headers);
            headers.putAll(carried);
            if (opened.key() != null) {
                headers.putIfAbsent(RecordHeaders.DEVICE, new String(opened.key(), StandardCharsets.UTF_8));
            }
        } else {
            RecordExchange.fill(fetched(), exchange);
        }
    }

    private ConsumerRecord<byte[], byte[]> fetched() {
        RecordPlace original = opened.original();
        return new ConsumerRecord<>(
                opened.letter().topic(),
                original == null ? 0 : original.partition(),
                original == null ? 0 : original.offset(),
                opened.letter().timestamp().toEpochMilli(),
                TimestampType.CREATE_TIME,
                opened.key() == null ? ConsumerRecord.NULL_SIZE : opened.key().length,
                value == null ? ConsumerRecord.NULL_SIZE : value.length,
                opened.key(),
                value,
                headers(),
                Optional.empty());
    }

    /** What becomes of it when it fails again on its way into a topic. */
    DeadLetter deadLetter(Throwable cause) {
        Letter letter = opened.letter();
        return new DeadLetter(
                letter.route(),
                null,
                opened.key(),
                value,
                HeaderMapping.carried(headers()),
                letter.timestamp().toEpochMilli(),
                letter.origin(),
                cause,
                1);
    }
}
