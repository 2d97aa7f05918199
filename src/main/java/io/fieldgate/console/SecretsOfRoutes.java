package io.fieldgate.console;

import io.fieldgate.observe.Masks;
import io.fieldgate.route.lint.Code;
import io.fieldgate.route.lint.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides what stands in a route file and should not, since such a file is no place for a secret. */
final class SecretsOfRoutes {
    /** A parameter of a template: its name, then its value. */
    private static final Pattern PARAMETER = Pattern.compile(
            "(\\bname:\\s*[\"']?([\\w.-]+)[\"']?\\s*(?:,\\s*)?\\bvalue:\\s*)(\"[^\"\\n]*\"|'[^'\\n]*'|[^,}\\n]+)");

    private final UnaryOperator<String> masks;
    private final Predicate<String> hides;

    /**
     * @param masks hides in a line what has the name of a secret
     * @param hides whether a name is one of a secret
     */
    SecretsOfRoutes(UnaryOperator<String> masks, Predicate<String> hides) {
        this.masks = masks;
        this.hides = hides;
    }

    /** Without what the linter takes for a secret, to the end of its line, and what has the name of one. */
    String hidden(String text, List<Finding> findings) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (Finding finding : findings) {
            int at = finding.line() - 1;
            if (finding.code() == Code.FG501 && at >= 0 && at < lines.size()) {
                String line = lines.get(at);
                lines.set(at, line.substring(0, Math.min(finding.column() - 1, line.length())) + Masks.MASK);
                hideBelow(lines, at);
            }
        }
        lines.replaceAll(line -> line.stripLeading().startsWith("#") ? line : masks.apply(line));
        return PARAMETER
                .matcher(String.join("\n", lines))
                .replaceAll(pair -> Matcher.quoteReplacement(
                        hides.test(pair.group(2)) ? pair.group(1) + Masks.MASK : pair.group()));
    }

    /** A secret of several lines goes on as long as these are indented deeper. */
    private static void hideBelow(List<String> lines, int at) {
        int depth = indent(lines.get(at));
        for (int next = at + 1; next < lines.size() && indent(lines.get(next)) > depth; next++) {
            lines.set(next, " ".repeat(indent(lines.get(next))) + Masks.MASK);
        }
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
