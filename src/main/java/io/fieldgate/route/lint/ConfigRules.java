package io.fieldgate.route.lint;

import io.fieldgate.bridge.jafka.JafkaProperties;
import io.fieldgate.bridge.jms.JmsProperties;
import io.fieldgate.bridge.rabbitmq.RabbitMqProperties;
import io.fieldgate.bridge.redis.RedisProperties;
import io.fieldgate.bridge.zeromq.ZeroMqProperties;
import io.fieldgate.database.DatabaseProperties;
import io.fieldgate.database.Table;
import io.fieldgate.file.IntakeProperties;
import io.fieldgate.http.IngestProperties;
import io.fieldgate.lake.LakeProperties;
import io.fieldgate.message.Causes;
import io.fieldgate.mqtt.MqttProperties;
import io.fieldgate.notify.Webhook;
import io.fieldgate.topic.KafkaProperties;
import io.fieldgate.topic.TopicSpec;
import io.fieldgate.yaml.YamlFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the records of the configuration say about themselves: they are made of the file as at the start, each apart. */
final class ConfigRules {
    private static final Map<String, Class<?>> SECTIONS = Map.ofEntries(
            Map.entry("kafka", KafkaProperties.class),
            Map.entry("mqtt", MqttProperties.class),
            Map.entry("intake", IntakeProperties.class),
            Map.entry("ingest", IngestProperties.class),
            Map.entry("database", DatabaseProperties.class),
            Map.entry("rabbitmq", RabbitMqProperties.class),
            Map.entry("redis", RedisProperties.class),
            Map.entry("broker", JmsProperties.class),
            Map.entry("zeromq", ZeroMqProperties.class),
            Map.entry("lake", LakeProperties.class),
            Map.entry("jafka", JafkaProperties.class));
    private static final Map<String, Class<?>> LISTS = Map.of("topics", TopicSpec.class, "tables", Table.class);

    private static final Map<String, Class<?>> NAMED = Map.of("webhooks", Webhook.class);

    private final SourceText source;
    private final Findings findings;

    ConfigRules(SourceText source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    /** @param root a file whose keys and values are each right for itself */
    void check(Node root) {
        for (NodeTuple tuple : YamlNodes.entries(YamlFile.child(root, "fieldgate"))) {
            String key = YamlNodes.key(tuple);
            Class<?> section = SECTIONS.get(key);
            Class<?> element = LISTS.get(key);
            Class<?> named = NAMED.get(key);
            if (section != null) {
                make(section, tuple.getValueNode());
            } else if (element != null) {
                YamlNodes.elements(tuple.getValueNode()).forEach(node -> make(element, node));
            } else if (named != null) {
                YamlNodes.entries(tuple.getValueNode()).forEach(entry -> make(named, entry.getValueNode()));
            }
        }
    }

    private void make(Class<?> type, Node node) {
        Map<String, String> values = new LinkedHashMap<>();
        flatten("it", node, values);
        if (values.isEmpty() || values.values().stream().anyMatch(value -> value.contains("${"))) {
            return;
        }
        try {
            new Binder(new MapConfigurationPropertySource(values)).bind("it", Bindable.of(type));
        } catch (BindException refused) {
            findings.add(
                    Code.FG706,
                    Place.of(source, node),
                    String.valueOf(Causes.root(refused).getMessage()).replaceFirst("\\.$", ""));
        }
    }

    private static void flatten(String name, Node node, Map<String, String> values) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = YamlNodes.key(tuple);
                // A dot within a key is no step into a section.
                flatten(name + (key.contains(".") ? "[" + key + "]" : "." + key), tuple.getValueNode(), values);
            }
        } else if (node instanceof SequenceNode sequence) {
            List<Node> elements = sequence.getValue();
            for (int i = 0; i < elements.size(); i++) {
                flatten(name + "[" + i + "]", elements.get(i), values);
            }
        } else if (node instanceof ScalarNode scalar && !YamlNodes.isNull(scalar)) {
            values.put(name, scalar.getValue());
        }
    }
}
