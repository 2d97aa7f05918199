package io.fieldgate.http;

import io.fieldgate.message.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The levels of a request's path in the one form in which routes and tokens see it: decoded once. Whatever could be read in
 * two ways (dots, empty levels, path parameters, encoded slashes, control characters) is no path of ours.
 */
record RequestPath(List<String> levels) {
    private static final int MOST_LEVELS = 32;

    /** @param raw as it stands in the request, without the query; null when it is none of ours */
    static @Nullable RequestPath of(String raw) {
        if (!raw.startsWith("/")) {
            return null;
        }
        List<String> levels = new ArrayList<>();
        int start = 1;
        while (start <= raw.length()) {
            int slash = raw.indexOf('/', start);
            int end = slash < 0 ? raw.length() : slash;
            String level = decoded(raw.substring(start, end));
            if (level == null || levels.size() == MOST_LEVELS) {
                return null;
            }
            levels.add(level);
            start = end + 1;
        }
        return new RequestPath(levels);
    }

    private static @Nullable String decoded(String level) {
        if (level.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(level.length());
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            if (c == '%') {
                boolean whole = i + 2 < level.length();
                int high = whole ? Character.digit(level.charAt(i + 1), 16) : -1;
                int low = whole ? Character.digit(level.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c == ';' || c <= ' ' || c > '~') {
                return null;
            } else {
                bytes.write(c);
            }
        }
        byte[] utf8 = bytes.toByteArray();
        if (!Utf8.isValid(utf8, 0, utf8.length)) {
            return null;
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        boolean odd = text.equals(".")
                || text.equals("..")
                || text.isBlank()
                || text.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
        return odd ? null : text;
    }

    @Override
    public String toString() {
        return "/" + String.join("/", levels);
    }
}
