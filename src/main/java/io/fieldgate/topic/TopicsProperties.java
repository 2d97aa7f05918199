package io.fieldgate.topic;

import io.fieldgate.topic.TopicSpec.Format;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
