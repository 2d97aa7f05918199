package io.fieldgate.route.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The YAML blocks of a Markdown file: between fences that say {@code yaml}. */
final class Markdown {
    private static final Pattern FENCE = Pattern.compile("( *)(`{3,}|~{3,})\\s*(\\w*).*");

    private Markdown() {}

    static List<SourceText> blocks(String name, String text) {
        List<SourceText> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                int end = end(lines, i + 1, fence.group(2));
                boolean yaml = fence.group(3).matches("ya?ml");
                SourceText block = yaml
                        ? block(
                                name,
                                lines.subList(i + 1, end),
                                i + 1,
                                fence.group(1).length())
                        : null;
                if (block != null) {
                    blocks.add(block);
                }
                i = end;
            }
        }
        return blocks;
    }

    private static int end(List<String> lines, int from, String fence) {
        int i = from;
        while (i < lines.size() && !lines.get(i).strip().startsWith(fence)) {
            i++;
        }
        return i;
    }

    private static @Nullable SourceText block(String name, List<String> lines, int firstLine, int indent) {
        String text = lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(Math.min(indent, line.length())))
                .collect(Collectors.joining("\n", "", "\n"));
        return text.isBlank() ? null : SourceText.block(name, text, firstLine, indent);
    }
}
