package io.fieldgate.yaml;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Collects what is wrong with a YAML file, each with its place. */
public final class Problems {
    private final String file;
    private final List<String> lines;
    private final List<Problem> found = new ArrayList<>();

    public Problems(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    public void add(Node node, String message) {
        node.getStartMark()
                .ifPresentOrElse(mark -> add(mark.getLine(), mark.getColumn(), message), () -> add(0, 0, message));
    }

    public void add(Mark mark, String message) {
        add(mark.getLine(), mark.getColumn(), message);
    }

    /** Both from 0. */
    private void add(int line, int column, String message) {
        String excerpt = line < lines.size() ? lines.get(line) : "";
        found.add(new Problem(file, line + 1, column + 1, message, excerpt, column + 1));
    }

    /** Inside an expression: line from 1 and column from 0, as CEL counts. */
    public void addInside(ScalarNode scalar, int line, int column, String message) {
        Mark start = scalar.getStartMark().orElse(null);
        if (start == null) {
            add(0, 0, message);
        } else if (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED) {
            // Where a block's text lies depends on its indentation; its own line with the caret says it better.
            List<String> own = scalar.getValue().lines().toList();
            String excerpt = line - 1 < own.size() ? own.get(Math.max(0, line - 1)) : "";
            found.add(new Problem(
                    file, start.getLine() + 1, start.getColumn() + 1, message, excerpt, Math.max(0, column) + 1));
        } else {
            int quote = scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
            add(start.getLine(), start.getColumn() + quote + Math.max(0, column), message);
        }
    }

    public int count() {
        return found.size();
    }

    public List<Problem> since(int count) {
        return List.copyOf(found.subList(count, found.size()));
    }

    /** Line of a node, from 1. */
    public static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
