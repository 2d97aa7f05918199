package io.fieldgate.topic;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.util.PatternMatchUtils;

/**
 * Which dead letters are meant; what is null does not matter.
 *
 * @param topic that of the record, or that of the letters
 * @param device with {@code *} for anything
 * @param since became dead letters then or later
 * @param until became dead letters before
 */
public record LetterFilter(
        @Nullable String topic,
        @Nullable String route,
        @Nullable String code,
        @Nullable String device,
        @Nullable Instant since,
        @Nullable Instant until) {
    public static final LetterFilter ALL = new LetterFilter(null, null, null, null, null, null);

    /** Whether a topic can hold such letters. */
    boolean concerns(String letters) {
        return letters.endsWith(TopicSpec.DEAD_LETTER_SUFFIX)
                && (topic == null || letters.equals(topic) || letters.equals(topic + TopicSpec.DEAD_LETTER_SUFFIX));
    }

    boolean matches(Letter letter) {
        return (route == null || route.equals(letter.route()))
                && (code == null || code.equals(letter.code()))
                && (device == null
                        || (letter.device() != null && PatternMatchUtils.simpleMatch(device, letter.device())))
                && (since == null || !letter.failedAt().isBefore(since))
                && (until == null || letter.failedAt().isBefore(until));
    }
}
