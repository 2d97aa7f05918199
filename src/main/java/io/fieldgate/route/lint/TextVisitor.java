package io.fieldgate.route.lint;

import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Shows every single value below a node. */
final class TextVisitor {
    private TextVisitor() {}

    static void visit(SourceText source, Node node, Consumer<Value> visitor) {
        ValueReader values = new ValueReader(source, Parameters.none());
        visit(node, scalar -> visitor.accept(values.raw(scalar)));
    }

    private static void visit(Node node, Consumer<ScalarNode> visitor) {
        if (node instanceof ScalarNode scalar) {
            visitor.accept(scalar);
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(element -> visit(element, visitor));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> visit(tuple.getValueNode(), visitor));
        }
    }
}
