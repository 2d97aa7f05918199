package io.fieldgate.route.lint;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where something stands.
 *
 * @param line in the text, from 0
 * @param column in the text, from 0
 */
record Place(SourceText source, int line, int column) {
    static Place of(SourceText source, Node node) {
        return node.getStartMark().map(mark -> of(source, mark)).orElseGet(() -> new Place(source, 0, 0));
    }

    static Place of(SourceText source, Mark mark) {
        return new Place(source, mark.getLine(), mark.getColumn());
    }

    Place plus(int columns) {
        return new Place(source, line, column + columns);
    }

    int shownLine() {
        return source.firstLine() + line + 1;
    }

    int shownColumn() {
        return source.indent() + column + 1;
    }
}
