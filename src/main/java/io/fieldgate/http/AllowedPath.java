package io.fieldgate.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which request paths a token may use: {@code *} stands for any one level, {@code **} at the end for all that follow.
 *
 * @param pattern for example {@code /v1/telemetry/*}
 */
public record AllowedPath(String pattern) {
    private static final String ONE = "*";
    private static final String REST = "**";
    /** All that people and their programs ask the gateway. */
    static final AllowedPath API = new AllowedPath("/api/**");

    /** @throws IllegalArgumentException saying what is wrong, and what is allowed */
    public AllowedPath {
        String fault = fault(pattern);
        if (fault != null) {
            throw new IllegalArgumentException("'" + pattern + "' " + fault);
        }
    }

    private static @Nullable String fault(String pattern) {
        if (!pattern.startsWith("/") || pattern.length() < 2) {
            return "is no path, allowed is '/' and levels after it, for example /v1/telemetry/*";
        }
        String[] levels = levels(pattern);
        for (int i = 1; i < levels.length; i++) {
            String level = levels[i];
            if (level.isEmpty() || level.equals(".") || level.equals("..")) {
                return "has the level '" + level + "', allowed are names, '*', and '**' at the end";
            }
            if (level.equals(REST) && i < levels.length - 1) {
                return "goes on after '**', allowed is '**' at the end only";
            }
            if (level.contains(ONE) && !level.equals(ONE) && !level.equals(REST)) {
                return "has '*' within the level '" + level + "', allowed is '*' as a whole level";
            }
            if (!level.chars().allMatch(AllowedPath::mayStand)) {
                return "has a character that no path has, write it as it is received, without a query; for {device} write '*'";
            }
        }
        return null;
    }

    private static boolean mayStand(int c) {
        return c > ' ' && c != 0x7f && "{}?#%;\\".indexOf(c) < 0;
    }

    /** @param path of a request, decoded and in its normal form */
    boolean matches(String path) {
        String[] allowed = levels(pattern);
        String[] levels = levels(path);
        for (int i = 0; i < allowed.length; i++) {
            if (allowed[i].equals(REST)) {
                return levels.length > i;
            }
            if (i >= levels.length || (!allowed[i].equals(ONE) && !allowed[i].equals(levels[i]))) {
                return false;
            }
        }
        return levels.length == allowed.length;
    }

    /** Whether some path under {@code /api} is allowed. */
    boolean leadsToApi() {
        return List.of("api", ONE, REST).contains(levels(pattern)[1]);
    }

    private static String[] levels(String path) {
        return path.split("/", -1);
    }
}
