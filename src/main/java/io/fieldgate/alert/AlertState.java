package io.fieldgate.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one rule remembers of one device: where its alert stands, and what the rule's kind needs to judge the next reading.
 * {@link StateCodec} stores all of it. Times are milliseconds since 1970, 0 when there is none. Belongs to one thread.
 */
final class AlertState {
    /** Where the alert stands, in the words of Prometheus. */
    enum Phase {
        INACTIVE,
        PENDING,
        FIRING
    }

    /** Version of the rule that wrote it. */
    String version = "";

    Phase phase = Phase.INACTIVE;
    /** Whether it is open under the fingerprint of earlier builds, which did not name the topic. */
    boolean isTopicless;
    /** Since when the condition has held. */
    long since;
    /** When the alert began to fire. */
    long firedAt;
    /** Since when a firing alert could be resolved, while it is kept firing. */
    long calmSince;
    /** Steps of escalation taken. */
    int level;
    /** As last announced. */
    String severity = "";
    /** Since when the alert has waited for the first verdict of a rule that has changed under it. */
    long carriedSince;
    /** Time of the latest reading that counted. */
    long last;

    @Nullable
    Double value;

    /** As last announced. */
    Map<String, String> labels = Map.of();

    Map<String, String> annotations = Map.of();
    /** Who is told, as last announced. */
    List<String> receivers = List.of();

    /** Earlier readings that a rate or a sequence looks back to, the oldest first. */
    final ArrayList<Point> points = new ArrayList<>();

    /** Parts of a window, the oldest first. */
    final ArrayList<Bucket> buckets = new ArrayList<>();
    /** The last tumbling window that has been judged. */
    long judged;

    /** A number at a time. */
    record Point(long time, double value) {}

    /** The readings of one piece of time. */
    static final class Bucket {
        /** A bucket counts no more different values than these. */
        static final int MOST_DISTINCT = 1_000;

        /** Which piece since 1970. */
        long index;

        long count;
        double sum;
        double min;
        double max;
        /** Different values, in their order. */
        private @Nullable TreeSet<String> different;

        void add(double number) {
            sum += number;
            count++;
        }

        void compare(double number) {
            min = count == 0 ? number : Math.min(min, number);
            max = count == 0 ? number : Math.max(max, number);
            count++;
        }

        void add(String text) {
            count++;
            know(text);
        }

        /** One of the different values, already counted. */
        void know(String text) {
            if (different == null) {
                different = new TreeSet<>();
            }
            if (different.size() < MOST_DISTINCT) {
                different.add(text);
            }
        }

        Set<String> distinct() {
            return different == null ? Set.of() : different;
        }
    }

    /**
     * The rule has changed its meaning: what its kind remembers is forgotten. An alert goes on, and waits for what the rule
     * says of it now.
     */
    void carry(long now) {
        points.clear();
        buckets.clear();
        judged = 0;
        calmSince = 0;
        carriedSince = phase == Phase.INACTIVE ? 0 : now;
    }

    boolean isCarried() {
        return carriedSince != 0;
    }
}
