package io.fieldgate.topic;

import io.fieldgate.topic.TopicSpec.Format;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The topics that the gateway creates when they are missing, from {@code config/topics.yaml}.
 *
 * @param topics one entry for each topic, names differ
 */
@ConfigurationProperties("fieldgate")
public record TopicsProperties(@DefaultValue List<TopicSpec> topics) {
    /** @throws IllegalArgumentException when a name stands twice */
    public TopicsProperties {
        topics = List.copyOf(topics);
        Set<String> names = new HashSet<>();
        for (TopicSpec topic : topics) {
            if (!names.add(topic.name())) {
                throw new IllegalArgumentException(
                        "fieldgate.topics: the topic '" + topic.name() + "' is listed twice, once is allowed");
            }
        }
    }

    /** What is listed, and the dead-letter topics beside it, by name. */
    Map<String, TopicSpec> withDeadLetters(int maxDeadLetterBytes) {
        Map<String, TopicSpec> all = new TreeMap<>();
        topics.forEach(topic -> all.put(topic.name(), topic));
        for (TopicSpec topic : topics) {
            String name = topic.name() + TopicSpec.DEAD_LETTER_SUFFIX;
            if (topic.deadLetter() && !topic.name().endsWith(TopicSpec.DEAD_LETTER_SUFFIX)) {
                all.putIfAbsent(name, TopicSpec.deadLetters(name, topic, maxDeadLetterBytes));
            }
        }
        return all;
    }

    boolean contains(String topic) {
        return topics.stream().anyMatch(spec -> spec.name().equals(topic));
    }

    /** The topics whose values must be JSON. */
    Set<String> json() {
        return topics.stream()
                .filter(spec -> spec.format() == Format.JSON)
                .map(TopicSpec::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
