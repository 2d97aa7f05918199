package io.fieldgate.topic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where a record lies; written {@code telemetry-3@1234}. */
public record RecordPlace(String topic, int partition, long offset) {
    private static final Pattern FORM = Pattern.compile("([a-zA-Z0-9._-]{1,249})-(\\d{1,9})@(\\d{1,18})");

    static RecordPlace of(ConsumerRecord<byte[], byte[]> fetched) {
        return new RecordPlace(fetched.topic(), fetched.partition(), fetched.offset());
    }

    /** Null when the text is none. */
    public static @Nullable RecordPlace parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? new RecordPlace(form.group(1), Integer.parseInt(form.group(2)), Long.parseLong(form.group(3)))
                : null;
    }

    TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
