package io.fieldgate.topic;

import io.fieldgate.message.Causes;
import io.fieldgate.topic.TopicDifferences.Difference;
import io.fieldgate.topic.TopicDifferences.Effect;
import io.fieldgate.yaml.BoundFile;
import io.fieldgate.yaml.LiveFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code config/topics.yaml} while the gateway runs: what it lists is provisioned as at the start, but no topic is changed so
 * that records are lost; one that would be stays listed as it was, and the others are taken.
 */
final class LiveTopics extends LiveFile {
    private static final Logger log = LoggerFactory.getLogger(LiveTopics.class);

    private final BoundFile file;
    private final TopicComponent component;

    LiveTopics(BoundFile file, TopicComponent component) {
        // Of what text that came nobody knows; the first look at the file tells.
        super(file.path(), "topics", Taken.of(null, Map.of(), byName(component.topics()), List.of()));
        this.file = file;
        this.component = component;
    }

    @Override
    public Taken take(@Nullable String text) {
        if (text != null && text.isBlank()) {
            return refuse(text, List.of(file.beginning() + ": is empty; 'fieldgate.topics: []' lists no topic"));
        }
        TopicsProperties wanted;
        try {
            wanted = file.bind(text, TopicsProperties.class);
        } catch (RuntimeException unfit) {
            return refuse(
                    text, List.of(file.beginning() + ": " + Causes.root(unfit).getMessage()));
        }
        TopicsProperties before = component.topics();
        List<String> problems = new ArrayList<>();
        TopicsProperties taken = withoutLosses(before, wanted, text == null ? "" : text, problems);
        problems.forEach(problem -> log.warn("{}", problem));
        if (!taken.equals(before)) {
            component.list(taken);
        }
        return tried(Taken.of(text, byName(before), byName(taken), problems));
    }

    @Override
    protected Collection<String> running() {
        return byName(component.topics()).keySet();
    }

    /** As wanted, but those that would lose records, or cannot be, as they are. */
    private TopicsProperties withoutLosses(
            TopicsProperties before, TopicsProperties wanted, String text, List<String> problems) {
        Map<String, TopicSpec> known = byName(before);
        List<TopicSpec> taken = new ArrayList<>();
        for (TopicSpec topic : wanted.topics()) {
            TopicSpec earlier = known.get(topic.name());
            List<Difference> refused = earlier == null ? List.of() : refused(earlier, topic);
            refused.forEach(difference -> problems.add(file.place(text, entries(), topic.name())
                    + ": topic '" + topic.name() + "': " + new TopicPlans.Change(difference)
                    + ". It stays as it was while the gateway runs"
                    + (difference.effect() == Effect.LOSES_RECORDS
                            ? "; ./fieldgate topics apply --allow-loss changes it, then restart the gateway."
                            : ".")));
            taken.add(earlier == null || refused.isEmpty() ? topic : earlier);
        }
        return new TopicsProperties(taken);
    }

    private static List<Difference> refused(TopicSpec earlier, TopicSpec topic) {
        int copies = earlier.replicationFactor() == -1 ? topic.replicationFactor() : earlier.replicationFactor();
        return TopicDifferences.between(topic, earlier.partitionCount(), copies, new HashMap<>(earlier.settings()))
                .stream()
                // What the broker decided before is compared with what it is when the topic is changed.
                .filter(difference -> difference.actual() != null)
                .filter(difference ->
                        difference.effect() == Effect.LOSES_RECORDS || difference.effect() == Effect.IMPOSSIBLE)
                .toList();
    }

    private static Map<String, TopicSpec> byName(TopicsProperties topics) {
        Map<String, TopicSpec> byName = new LinkedHashMap<>();
        topics.topics().forEach(topic -> byName.put(topic.name(), topic));
        return byName;
    }
}
