package io.fieldgate.http;

import io.fieldgate.message.CaptureNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which requests a route takes: {@code /v1/telemetry/{device}}, levels in braces are captured. Case matters. */
public final class PathTemplate {
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~-]{1,255}");
    private static final CaptureNames CAPTURES = new CaptureNames();

    private final String text;
    private final List<String> levels;
    private final List<String> captures;

    private PathTemplate(String text, List<String> levels, List<String> captures) {
        this.text = text;
        this.levels = levels;
        this.captures = captures;
    }

    /**
     * Reads what stands behind {@code ingest:}.
     *
     * @throws IllegalArgumentException in a sentence that names the level at fault and what is allowed
     */
    public static PathTemplate parse(String path) {
        String text = "/" + path.replaceFirst("^/+", "");
        List<String> levels = new ArrayList<>();
        List<String> captures = new ArrayList<>();
        for (String level : text.substring(1).split("/", -1)) {
            if (level.startsWith("{") && level.endsWith("}")) {
                String name = level.substring(1, level.length() - 1);
                if (!CAPTURES.allows(name)) {
                    throw new IllegalArgumentException(
                            "ingest:" + text + ": '" + level + "' is no capture, " + CAPTURES.allowed());
                }
                captures.add(name);
            } else if (!LITERAL.matcher(level).matches() || level.equals(".") || level.equals("..")) {
                throw new IllegalArgumentException(
                        "ingest:" + text + ": '" + level
                                + "' is no level of a path, allowed are letters, digits, '-', '_', '.' and '~', or a name in braces");
            }
            levels.add(level);
        }
        if (CaptureNames.hasTwins(captures)) {
            throw new IllegalArgumentException("ingest:" + text + " captures the same name twice: " + captures);
        }
        return new PathTemplate(text, List.copyOf(levels), List.copyOf(captures));
    }

    /** The names of the captures from left to right. */
    List<String> captures() {
        return captures;
    }

    List<String> levels() {
        return levels;
    }

    /** What the captures hold in the levels of a path; null when it does not match. */
    @Nullable
    List<String> match(List<String> path) {
        if (path.size() != levels.size()) {
            return null;
        }
        List<String> values = new ArrayList<>(captures.size());
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (isCapture(level)) {
                values.add(path.get(i));
            } else if (!level.equals(path.get(i))) {
                return null;
            }
        }
        return values;
    }

    /** Whether there is a path that both take. */
    boolean overlaps(PathTemplate other) {
        if (other.levels.size() != levels.size()) {
            return false;
        }
        for (int i = 0; i < levels.size(); i++) {
            String mine = levels.get(i);
            String its = other.levels.get(i);
            if (!isCapture(mine) && !isCapture(its) && !mine.equals(its)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCapture(String level) {
        return level.startsWith("{");
    }

    @Override
    public String toString() {
        return text;
    }
}
