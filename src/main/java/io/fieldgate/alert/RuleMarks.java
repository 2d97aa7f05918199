package io.fieldgate.alert;

import io.fieldgate.message.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the rules of a topic in the state of a device that is well: four bytes for a name and six for a version,
 * where both in full would be most of it. Not thread-safe.
 */
final class RuleMarks {
    /** Knows no rule, so names stand in full. */
    static final RuleMarks NONE = new RuleMarks(Set.of(), Map.of());

    static final int NAME_BITS = 32;
    static final int VERSION_BITS = 48;
    /** What is no version of twelve hexadecimal digits. */
    static final long NO_BITS = -1;

    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{12}");
    private static final int VERSION_DIGITS = 12;
    /** Before the digits of a mark whose rule is not known; no name of a rule begins so. */
    private static final String UNKNOWN = "#";

    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, Known> byName = new HashMap<>();
    private final Known[] all;
    private int found;

    /** @param bits of the version */
    private record Known(String name, int mark, String version, long bits) {}

    /**
     * Those of some rules.
     *
     * @param versions by name; rules with a mistake have none
     */
    RuleMarks(Collection<String> names, Map<String, String> versions) {
        Set<Integer> marks = new HashSet<>();
        Set<Integer> twice = new HashSet<>();
        for (String name : names) {
            int mark = digest(name);
            if (!marks.add(mark)) {
                twice.add(mark);
            }
            String version = versions.getOrDefault(name, "");
            byName.put(name, new Known(name, mark, version, parsed(version)));
        }
        byName.values().removeIf(known -> twice.contains(known.mark));
        all = byName.values().toArray(Known[]::new);
    }

    /** Null when the name has to stand in full. */
    @Nullable
    Integer mark(String name) {
        Known known = byName.get(name);
        if (known != null) {
            return known.mark;
        }
        return isUnknown(name) ? HexFormat.fromHexDigits(name, UNKNOWN.length(), name.length()) : null;
    }

    /** The name of the rule, or what {@link #mark} makes this mark of again. */
    String name(int mark) {
        Known known = known(mark);
        return known == null ? UNKNOWN + HEX.toHexDigits(mark) : known.name;
    }

    /** Whether it stands for a mark whose rule is not known. */
    static boolean isUnknown(String name) {
        return name.startsWith(UNKNOWN);
    }

    /** {@link #NO_BITS} when a version has to stand in full. */
    long bits(String name, String version) {
        Known known = byName.get(name);
        return known != null && known.version.equals(version) ? known.bits : parsed(version);
    }

    /** The version of what has this mark. */
    String version(int mark, long bits) {
        Known known = known(mark);
        return known != null && known.bits == bits ? known.version : HEX.toHexDigits(bits, VERSION_DIGITS);
    }

    /** The rules stand in each state in the same order, so the next one is mostly the one that is asked for. */
    private @Nullable Known known(int mark) {
        for (int looked = 0; looked < all.length; looked++) {
            Known known = all[found];
            if (known.mark == mark) {
                return known;
            }
            found = (found + 1) % all.length;
        }
        return null;
    }

    private static int digest(String name) {
        return ByteBuffer.wrap(Sha256.of(name.getBytes(StandardCharsets.UTF_8))).getInt();
    }

    private static long parsed(String version) {
        return VERSION.matcher(version).matches() ? HexFormat.fromHexDigitsToLong(version) : NO_BITS;
    }
}
