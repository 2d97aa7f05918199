package io.fieldgate.route.lint;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A text with YAML in it: a file, or a block of a Markdown file. */
final class SourceText {
    private static final Pattern IGNORE = Pattern.compile("\\s*#\\s*fieldgate-lint:\\s*ignore\\b(.*)");
    private static final Pattern COMMENT = Pattern.compile("\\s*(#.*)?");

    private final String name;
    private final String text;
    private final int firstLine;
    private final int indent;
    private final boolean silent;
    private final Map<Integer, Set<Code>> ignored;

    private SourceText(String name, String text, int firstLine, int indent, boolean silent) {
        this.name = name;
        this.text = text;
        this.firstLine = firstLine;
        this.indent = indent;
        this.silent = silent;
        this.ignored = ignored(text.lines().toList());
    }

    static SourceText file(String name, String text) {
        return new SourceText(name, text, 0, 0, false);
    }

    /** One whose own mistakes are nobody's business here, like a template within the jar. */
    static SourceText silent(String name, String text) {
        return new SourceText(name, text, 0, 0, true);
    }

    /**
     * A block inside another file.
     *
     * @param firstLine the line of the file where it begins, from 0
     * @param indent what has been cut off the left of each line
     */
    static SourceText block(String name, String text, int firstLine, int indent) {
        return new SourceText(name, text, firstLine, indent, false);
    }

    /** Which codes are not wanted in which lines, from 0: a comment counts for the next line that is no comment. */
    private static Map<Integer, Set<Code>> ignored(List<String> lines) {
        Map<Integer, Set<Code>> ignored = new HashMap<>();
        Set<Code> pending = EnumSet.noneOf(Code.class);
        for (int i = 0; i < lines.size(); i++) {
            Matcher ignore = IGNORE.matcher(lines.get(i));
            if (ignore.matches()) {
                List<String> words = List.of(ignore.group(1).strip().split("[\\s,]+"));
                Stream.of(Code.values())
                        .filter(code -> words.contains(code.name()))
                        .forEach(pending::add);
            } else if (!COMMENT.matcher(lines.get(i)).matches() && !pending.isEmpty()) {
                ignored.put(i, EnumSet.copyOf(pending));
                pending.clear();
            }
        }
        return ignored;
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    /** One of its lines, from 0; empty when there is none. */
    String line(int number) {
        return text.lines().skip(number).findFirst().orElse("");
    }

    int firstLine() {
        return firstLine;
    }

    int indent() {
        return indent;
    }

    /** @param line from 0 */
    boolean reports(Code code, int line) {
        return !silent && !ignored.getOrDefault(line, Set.of()).contains(code);
    }
}
