package io.fieldgate.yaml;

import io.fieldgate.message.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML mapping with known keys. Whatever is wrong with it goes to the problems; what is missing or wrong reads as null. */
public final class Section {
    private final Node node;
    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /** @param what the mapping is, for messages */
    public Section(Node node, Problems problems, String what, String... allowed) {
        this.node = node;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, what + " is no mapping, it takes " + Arrays.toString(allowed));
            return;
        }
        List<String> keys = Arrays.asList(allowed);
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!keys.contains(key)) {
                problems.add(tuple.getKeyNode(), "unknown key '" + key + "' in " + what + ", " + suggestion(key, keys));
            } else if (values.containsKey(key)) {
                problems.add(tuple.getKeyNode(), "'" + key + "' stands twice in " + what + ", once is allowed");
            } else if (!isNull(tuple.getValueNode())) {
                values.put(key, tuple.getValueNode());
            }
        }
    }

    /** What may have been meant, or else everything that is allowed. */
    public static String suggestion(String word, List<String> allowed) {
        String nearest = Nearest.to(word.replace('-', '_'), allowed);
        return nearest != null ? "did you mean '" + nearest + "'?" : "allowed are " + new TreeSet<>(allowed);
    }

    private static boolean isNull(Node value) {
        return value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    public Node node() {
        return node;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public @Nullable Node get(String key) {
        return values.get(key);
    }

    public void require(String key, String why) {
        if (!values.containsKey(key)) {
            problems.add(node, "'" + key + "' is missing, " + why);
        }
    }

    public @Nullable ScalarNode scalar(String key) {
        Node value = values.get(key);
        if (value == null || value instanceof ScalarNode) {
            return (ScalarNode) value;
        }
        problems.add(value, "'" + key + "' is no single value");
        return null;
    }

    @Nullable
    public String text(String key) {
        ScalarNode value = scalar(key);
        return value == null ? null : value.getValue();
    }

    public String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    public Duration duration(String key, Duration otherwise) {
        ScalarNode value = scalar(key);
        if (value == null) {
            return otherwise;
        }
        Duration duration = Durations.parse(value.getValue());
        if (duration == null) {
            problems.add(value, "'" + key + "' is '" + value.getValue() + "', allowed is " + Durations.ALLOWED);
            return otherwise;
        }
        return duration;
    }

    /** One that must be there, and longer than nothing. */
    public Duration length(String key) {
        require(key, "it takes " + Durations.ALLOWED);
        Duration length = duration(key, Duration.ofMillis(1));
        ScalarNode value = scalar(key);
        if (value != null && length.isZero()) {
            problems.add(value, "'" + key + "' is 0, it must be longer");
        }
        return length;
    }

    public int number(String key, int least, int most, int otherwise) {
        ScalarNode value = scalar(key);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.getValue());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, with what is allowed.
        }
        problems.add(value, "'" + key + "' is '" + value.getValue() + "', allowed is " + least + " to " + most);
        return otherwise;
    }

    /** One of some words. */
    public String choice(String key, String otherwise, List<String> allowed) {
        ScalarNode value = scalar(key);
        if (value == null) {
            return otherwise;
        }
        if (!allowed.contains(value.getValue())) {
            problems.add(
                    value, "'" + key + "' is '" + value.getValue() + "', " + suggestion(value.getValue(), allowed));
            return otherwise;
        }
        return value.getValue();
    }

    /** The elements of a list; a single value is a list of one. */
    public List<Node> list(String key) {
        Node value = values.get(key);
        if (value == null) {
            return List.of();
        }
        return value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
    }

    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node element : list(key)) {
            if (element instanceof ScalarNode scalar) {
                texts.add(scalar.getValue());
            } else {
                problems.add(element, "'" + key + "' takes a list of names");
            }
        }
        return texts;
    }

    /** A mapping with free keys. */
    public Map<String, ScalarNode> scalars(String key) {
        Map<String, ScalarNode> scalars = new LinkedHashMap<>();
        Node value = values.get(key);
        if (value instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name
                        && tuple.getValueNode() instanceof ScalarNode scalar) {
                    scalars.put(name.getValue(), scalar);
                } else {
                    problems.add(tuple.getValueNode(), "'" + key + "' takes names and texts");
                }
            }
        } else if (value != null) {
            problems.add(value, "'" + key + "' is no mapping of names to texts");
        }
        return scalars;
    }
}
