package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import io.fieldgate.message.TopicFilter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The topic that a sink publishes to, whose levels may be named: {@code plant/{site}/{device}/command} takes the headers
 * {@code site} and {@code device} of each message.
 */
public final class TopicTemplate {
    private final String text;
    private final String[] levels;
    private final boolean[] named;

    /** @throws IllegalArgumentException when the text holds a wildcard */
    public TopicTemplate(TopicFilter filter) {
        this.text = filter.toString();
        this.levels = text.split("/", -1);
        this.named = new boolean[levels.length];
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            if (level.equals("+") || level.equals("#")) {
                throw new IllegalArgumentException("mqtt:" + text + ": '" + level
                        + "' is no topic to publish to, allowed are plain levels and names in braces, {device}");
            }
            if (level.startsWith("{")) {
                named[i] = true;
                levels[i] = level.substring(1, level.length() - 1);
            }
        }
    }

    /**
     * The topic name for one message.
     *
     * @param values by name
     * @throws Failure of kind RECORD when a value is missing or would change the levels of the topic
     */
    String topic(Function<String, @Nullable Object> values) {
        return topic(
                values,
                name -> Failure.rejected(
                        "INVALID_TOPIC",
                        "The header '" + name + "' for mqtt:" + text
                                + " is missing, or holds one of '/', '+', '#' or a control character.",
                        null));
    }

    /**
     * The topic name with these values.
     *
     * @param values by name
     * @param unfit what is thrown when the value of this name is missing or would change the levels of the topic
     */
    public String topic(Function<String, ? extends @Nullable Object> values, Function<String, RuntimeException> unfit) {
        StringBuilder topic = new StringBuilder();
        for (int i = 0; i < levels.length; i++) {
            topic.append(i == 0 ? "" : "/").append(named[i] ? value(levels[i], values, unfit) : levels[i]);
        }
        return topic.toString();
    }

    private String value(
            String name,
            Function<String, ? extends @Nullable Object> values,
            Function<String, RuntimeException> unfit) {
        Object value = values.apply(name);
        String level = value == null ? "" : value.toString();
        boolean first = levels[0].equals(name) && named[0];
        if (level.isEmpty() || !level.chars().allMatch(TopicTemplate::fits) || (first && level.startsWith("$"))) {
            throw unfit.apply(name);
        }
        return level;
    }

    private static boolean fits(int character) {
        return character != '/' && character != '+' && character != '#' && !Character.isISOControl(character);
    }

    @Override
    public String toString() {
        return text;
    }
}
