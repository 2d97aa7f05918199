package io.fieldgate.file;

import io.fieldgate.message.CaptureNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which files a route reads, relative to the root folder: {@code drop/{site}/{device}.csv}. In a level, {@code *} stands
 * for any characters and {@code {name}} for one or more that are captured. A last level without dot, star and capture is a
 * folder, and means all its files.
 */
public final class PathPattern {
    private static final Pattern PART = Pattern.compile("\\{([^{}]*)}|(\\*)|([^{}*]+)");
    private static final CaptureNames CAPTURES = new CaptureNames("file", "line");

    private final String text;
    private final List<String> base;
    private final List<Pattern> levels;
    private final List<String> captures;

    private PathPattern(String text, List<String> base, List<Pattern> levels, List<String> captures) {
        this.text = text;
        this.base = base;
        this.levels = levels;
        this.captures = captures;
    }

    /**
     * Reads what stands behind {@code intake:}.
     *
     * @throws IllegalArgumentException in a sentence that names the level at fault and what is allowed
     */
    public static PathPattern parse(String text) {
        List<String> parts = new ArrayList<>(List.of(text.split("/", -1)));
        String last = parts.get(parts.size() - 1);
        if (!last.contains("*") && !last.contains("{") && !last.contains(".")) {
            parts.add("*");
        }
        List<String> base = new ArrayList<>();
        List<Pattern> levels = new ArrayList<>();
        List<String> captures = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.indexOf('\\') >= 0
                    || part.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("intake:" + text + ": '" + part
                        + "' is no level of a path; paths are relative to fieldgate.intake.root and stay inside it,"
                        + " like drop/telemetry or log/*.log");
            }
            boolean literal = part.indexOf('*') < 0 && part.indexOf('{') < 0 && part.indexOf('}') < 0;
            if (literal && levels.isEmpty() && i < parts.size() - 1) {
                base.add(part);
            } else {
                levels.add(level(text, part, captures));
            }
        }
        if (CaptureNames.hasTwins(captures)) {
            throw new IllegalArgumentException("intake:" + text + " captures the same name twice: " + captures);
        }
        return new PathPattern(text, List.copyOf(base), List.copyOf(levels), List.copyOf(captures));
    }

    private static Pattern level(String text, String part, List<String> captures) {
        StringBuilder regex = new StringBuilder();
        Matcher piece = PART.matcher(part);
        int end = 0;
        while (piece.find() && piece.start() == end) {
            end = piece.end();
            String name = piece.group(1);
            if (name != null) {
                if (!CAPTURES.allows(name)) {
                    throw new IllegalArgumentException(
                            "intake:" + text + ": '{" + name + "}' is no capture, " + CAPTURES.allowed());
                }
                captures.add(name);
                regex.append("(.+?)");
            } else {
                regex.append(piece.group(2) != null ? ".*" : Pattern.quote(piece.group(3)));
            }
        }
        if (end < part.length()) {
            throw new IllegalArgumentException("intake:" + text + ": the braces in '" + part + "' do not match");
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** The folder that holds all the files, as levels below the root; may be the root itself. */
    List<String> base() {
        return base;
    }

    /** How many levels below {@link #base()} the files stand, at least 1. */
    int depth() {
        return levels.size();
    }

    /** Whether a folder or file of this name belongs to it at a depth, from 0. */
    boolean matches(int depth, String name) {
        return levels.get(depth).matcher(name).matches();
    }

    /** The names of the captures from left to right. */
    List<String> captures() {
        return captures;
    }

    /** What the captures hold in a path below {@link #base()}; null when it does not match. */
    @Nullable
    List<String> match(List<String> below) {
        if (below.size() != levels.size()) {
            return null;
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            Matcher matcher = levels.get(i).matcher(below.get(i));
            if (!matcher.matches()) {
                return null;
            }
            for (int group = 1; group <= matcher.groupCount(); group++) {
                values.add(matcher.group(group));
            }
        }
        return values;
    }

    @Override
    public String toString() {
        return text;
    }
}
