package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The topic that a sink writes to. Parts in braces are headers of the message, {@code telemetry.{site}}: then only topics
 * that are listed in config/topics.yaml are written to, because devices choose what their captures hold.
 */
final class TargetTopic {
    private static final Pattern PART = Pattern.compile("\\{([a-z][A-Za-z0-9_-]{0,62})}|([^{}]+)");

    /** One piece of the name. */
    private record Part(String text, boolean header) {}

    private final String text;
    private final List<Part> parts;
    private final boolean variable;
    private final Predicate<String> listed;

    private TargetTopic(String text, List<Part> parts, Predicate<String> listed) {
        this.text = text;
        this.parts = parts;
        this.variable = parts.stream().anyMatch(Part::header);
        this.listed = listed;
    }

    /** @throws IllegalArgumentException in a sentence that says what is allowed */
    static TargetTopic parse(String text, Predicate<String> listed) {
        List<Part> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int end = 0;
        while (part.find() && part.start() == end) {
            String header = part.group(1);
            parts.add(header == null ? new Part(part.group(2), false) : new Part(header, true));
            end = part.end();
        }
        if (end < text.length()) {
            throw new IllegalArgumentException("topic:" + text
                    + ": a name in braces begins with a small letter and holds letters, digits, '_' and '-'");
        }
        TopicSpec.checkName(parts.stream().map(Part::text).collect(Collectors.joining()));
        return new TargetTopic(text, List.copyOf(parts), listed);
    }

    /** Whether the name depends on the message. */
    boolean isVariable() {
        return variable;
    }

    /**
     * The name for one message.
     *
     * @param headers of the message, by name
     * @throws Failure of kind RECORD and code UNKNOWN_TOPIC when it is variable and the topic is not listed
     */
    String name(Function<String, @Nullable Object> headers) {
        if (!variable) {
            return text;
        }
        StringBuilder name = new StringBuilder();
        for (Part part : parts) {
            name.append(part.header ? String.valueOf(headers.apply(part.text)) : part.text);
        }
        String chosen = name.toString();
        if (!listed.test(chosen)) {
            throw Failure.rejected(
                    "UNKNOWN_TOPIC",
                    "The message chooses a topic for topic:" + text + " that is not listed in config/topics.yaml.",
                    null);
        }
        return chosen;
    }

    @Override
    public String toString() {
        return text;
    }
}
