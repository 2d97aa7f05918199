package io.fieldgate.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which rules other gateways evaluate in another version than this one, by what they say of alerts: of two gateways with
 * different files each judges its own devices by its own rules. Time is an argument. Not thread-safe.
 */
final class PeerVersions {
    /** A change of the file needs its time to come to all gateways. */
    private static final long GRACE = Duration.ofSeconds(30).toMillis();
    /** The other gateway may have been corrected, without an alert since. */
    private static final long FORGOTTEN = Duration.ofHours(1).toMillis();

    private final Map<String, Heard> others = new TreeMap<>();
    private AlertRules own = AlertRules.none();
    private long since;

    private record Heard(String version, long at) {}

    /** The rules that this gateway evaluates. */
    void evaluates(AlertRules rules, long now) {
        if (rules != own) {
            own = rules;
            since = now;
            others.clear();
        }
    }

    /**
     * Some gateway has said something of an alert.
     *
     * @param at when it did, in milliseconds since 1970
     * @return the difference, when it is news; else null
     */
    @Nullable
    String heard(String rule, String version, long at) {
        if (at < since + GRACE) {
            return null;
        }
        if (version.equals(own.versions().get(rule))) {
            others.remove(rule);
            return null;
        }
        Heard before = others.put(rule, new Heard(version, at));
        return before != null && before.version.equals(version) ? null : difference(rule, version);
    }

    /** All that differ now, for people. */
    List<String> differences(long now) {
        others.values().removeIf(heard -> heard.at < now - FORGOTTEN);
        List<String> differences = new ArrayList<>();
        others.forEach((rule, heard) -> differences.add(difference(rule, heard.version)));
        return differences;
    }

    private String difference(String rule, String version) {
        String ours = own.versions().get(rule);
        return "another gateway evaluates the rule '" + rule + "' in version " + version + ", this one "
                + (ours != null
                        ? "in version " + ours
                        : own.disabled().contains(rule) ? "has a mistake in it" : "has no such rule");
    }
}
