package io.fieldgate.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML file as nodes with places. */
public final class YamlFile {
    private YamlFile() {}

    /**
     * The file's text.
     *
     * @throws IOException naming the file when it cannot be read
     */
    public static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException wrong) {
            throw new IOException(file + " is no text in UTF-8", wrong);
        } catch (IOException unreadable) {
            throw new IOException(file + " cannot be read (" + unreadable + ")", unreadable);
        }
    }

    /** The file's only document; null when it is empty, or no YAML, which goes to the problems. */
    public static @Nullable Node compose(String name, String text, Problems problems) {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder()
                            .setLabel(name)
                            .setAllowRecursiveKeys(false)
                            .setMaxAliasesForCollections(0)
                            .build())
                    .composeString(text);
            return root.orElse(null);
        } catch (MarkedYamlEngineException e) {
            e.getProblemMark()
                    .ifPresent(mark -> problems.add(mark, e.getProblem() == null ? "is no YAML" : e.getProblem()));
            return null;
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(name + " is no YAML: " + e.getMessage(), e);
        }
    }

    /** The text of a single value; empty when the node is none. */
    public static String scalar(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** What a mapping has under a key; null when it has nothing, or is none. */
    public static @Nullable Node child(@Nullable Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (scalar(tuple.getKeyNode()).equals(key)) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    /** What stands in a node, whatever its order of keys, quotes and comments. */
    public static String canonical(Node node) {
        if (node instanceof MappingNode mapping) {
            TreeMap<String, String> sorted = new TreeMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                sorted.put(canonical(tuple.getKeyNode()), canonical(tuple.getValueNode()));
            }
            return sorted.toString();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(YamlFile::canonical)
                    .toList()
                    .toString();
        }
        return node instanceof ScalarNode scalar ? "\"" + scalar.getValue() + "\"" : "";
    }
}
