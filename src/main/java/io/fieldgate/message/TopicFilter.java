package io.fieldgate.message;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT topic filter whose levels may be named: {@code plant/{site}/{device}/telemetry} subscribes
 * {@code plant/+/+/telemetry} and captures two values of every topic name that matches. {@code +} and {@code #} stay what
 * they are in MQTT 5, 4.7.
 */
public final class TopicFilter {
    private static final CaptureNames CAPTURES = new CaptureNames();

    private final String text;
    private final String subscription;
    private final List<String> levels;
    private final List<String> captures;
    private final BitSet capturing;

    private TopicFilter(String text, List<String> levels, List<String> captures, BitSet capturing) {
        this.text = text;
        this.subscription = String.join("/", levels);
        this.levels = levels;
        this.captures = captures;
        this.capturing = capturing;
    }

    /**
     * Reads a filter.
     *
     * @throws IllegalArgumentException in a sentence that names the filter, the level at fault and what is allowed
     */
    public static TopicFilter parse(String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("topic filter '" + text + "' is empty or holds a NUL character");
        }
        if (text.startsWith("$share/")) {
            // The broker sends what it shares under plain topic names, which this filter would not match.
            throw new IllegalArgumentException("topic filter '" + text + "' is a shared subscription, allowed is the"
                    + " filter after '$share/<name>/'; whether it is shared is an option of the source");
        }
        List<String> levels = new ArrayList<>();
        List<String> captures = new ArrayList<>();
        BitSet capturing = new BitSet();
        String[] parts = text.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            int before = captures.size();
            levels.add(level(text, parts[i], i == parts.length - 1, captures));
            capturing.set(i, captures.size() > before);
        }
        if (CaptureNames.hasTwins(captures)) {
            throw new IllegalArgumentException("topic filter '" + text + "' captures the same name twice: " + captures);
        }
        return new TopicFilter(text, List.copyOf(levels), List.copyOf(captures), capturing);
    }

    private static String level(String text, String part, boolean last, List<String> captures) {
        if (part.startsWith("{") && part.endsWith("}")) {
            String name = part.substring(1, part.length() - 1);
            if (!CAPTURES.allows(name)) {
                throw new IllegalArgumentException(
                        "topic filter '" + text + "': '" + part + "' is no capture, " + CAPTURES.allowed());
            }
            captures.add(name);
            return "+";
        }
        boolean wildcard = part.equals("+") || (part.equals("#") && last);
        if (!wildcard && (part.contains("+") || part.contains("#") || part.contains("{") || part.contains("}"))) {
            throw new IllegalArgumentException("topic filter '" + text + "': level '" + part
                    + "' is not allowed, a wildcard or capture must fill its level and '#' must be the last");
        }
        return part;
    }

    /** The filter as a broker takes it, captures replaced by {@code +}. */
    public String subscription() {
        return subscription;
    }

    /** The names of the captures from left to right. */
    public List<String> captures() {
        return captures;
    }

    /**
     * The captured values of a topic name in the order of {@link #captures()}, or null when the name does not match. A
     * wildcard in the first level does not match a topic name that begins with '$' (MQTT 5, 4.7.2).
     */
    public String @Nullable [] match(String topicName) {
        String[] values = new String[captures.size()];
        int found = 0;
        int start = 0;
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.equals("#")) {
                return i == 0 && topicName.startsWith("$") ? null : values;
            }
            if (start > topicName.length()) {
                return null;
            }
            int end = topicName.indexOf('/', start);
            if (end < 0) {
                end = topicName.length();
            }
            if (level.equals("+")) {
                if (i == 0 && topicName.startsWith("$")) {
                    return null;
                }
                if (capturing.get(i)) {
                    values[found++] = topicName.substring(start, end);
                }
            } else if (end - start != level.length() || !topicName.startsWith(level, start)) {
                return null;
            }
            start = end + 1;
            boolean more = end < topicName.length();
            if (i == levels.size() - 1 && more) {
                return null;
            }
        }
        return start == topicName.length() + 1 ? values : null;
    }

    @Override
    public String toString() {
        return text;
    }
}
