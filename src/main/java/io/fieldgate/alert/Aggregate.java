package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Bucket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number over a window of event time. A sliding window ends at the latest reading and is made of up to 60 pieces; it is
 * judged at each reading and whenever a piece leaves it. Tumbling windows follow each other; each is judged once, when
 * readings that may be late have had their time.
 *
 * @param of what is aggregated; null for a count of readings
 * @param over length of the window
 * @param lateness how long a tumbling window waits after its end
 */
record Aggregate(
        Conditions conditions,
        Function function,
        @Nullable Expression of,
        Duration over,
        boolean tumbling,
        Duration lateness)
        implements Kind {
    private static final long PIECES = 60;
    private static final long SHORTEST_PIECE = 100;

    /** What is made of the readings of a window. */
    enum Function {
        AVG,
        MIN,
        MAX,
        SUM,
        COUNT,
        DISTINCT
    }

    @Override
    public @Nullable Verdict read(AlertState state, Reading reading, Variables variables) {
        long index = reading.time() / piece();
        if (tumbling ? index <= state.judged : index <= state.last / piece() - pieces()) {
            return null;
        }
        if (!add(state, index, variables)) {
            return null;
        }
        if (tumbling) {
            return null;
        }
        long now = Math.max(reading.time(), state.last);
        long oldest = now / piece() - pieces() + 1;
        state.buckets.removeIf(bucket -> bucket.index < oldest);
        return verdict(now, state.buckets, variables);
    }

    @Override
    public List<Expression> readingExpressions() {
        return of == null ? List.of() : List.of(of);
    }

    @Override
    public long deadline(AlertState state) {
        if (state.buckets.isEmpty()) {
            return NEVER;
        }
        long first = state.buckets.get(0).index;
        return tumbling ? (first + 1) * piece() + lateness.toMillis() : (first + pieces()) * piece();
    }

    @Override
    public @Nullable Verdict pass(AlertState state, Variables variables) {
        long now = deadline(state);
        Bucket first = state.buckets.remove(0);
        if (tumbling) {
            state.judged = first.index;
            return verdict(now, List.of(first), variables);
        }
        return verdict(now, state.buckets, variables);
    }

    /** False when the reading lacks what is aggregated. */
    private boolean add(AlertState state, long index, Variables variables) {
        if (of == null) {
            bucket(state, index).count++;
            return true;
        }
        if (function == Function.DISTINCT) {
            Object value = of.value(variables);
            if (value != null) {
                bucket(state, index).add(Template.readable(value));
            }
            return value != null;
        }
        if (function == Function.COUNT) {
            Object value = of.value(variables);
            if (value != null) {
                bucket(state, index).count++;
            }
            return value != null;
        }
        Double number = of.number(variables);
        if (number == null) {
            return false;
        }
        if (function == Function.MIN || function == Function.MAX) {
            bucket(state, index).compare(number);
        } else {
            bucket(state, index).add(number);
        }
        return true;
    }

    private static Bucket bucket(AlertState state, long index) {
        int place = state.buckets.size();
        while (place > 0 && state.buckets.get(place - 1).index >= index) {
            place--;
            if (state.buckets.get(place).index == index) {
                return state.buckets.get(place);
            }
        }
        Bucket bucket = new Bucket();
        bucket.index = index;
        state.buckets.add(place, bucket);
        return bucket;
    }

    private @Nullable Verdict verdict(long at, List<Bucket> window, Variables variables) {
        Double value = value(window);
        return value == null
                ? null
                : conditions.verdict(at, new Variables(variables.rule(), variables.key(), null, value), value);
    }

    /** Null when the window has no readings to make a number of. */
    private @Nullable Double value(List<Bucket> window) {
        long count = 0;
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Bucket bucket : window) {
            count += bucket.count;
            sum += bucket.sum;
            min = Math.min(min, bucket.min);
            max = Math.max(max, bucket.max);
        }
        return switch (function) {
            case COUNT -> (double) count;
            case SUM -> sum;
            case DISTINCT -> (double) distinct(window);
            case AVG -> count == 0 ? null : Double.valueOf(sum / count);
            case MIN -> count == 0 ? null : Double.valueOf(min);
            case MAX -> count == 0 ? null : Double.valueOf(max);
        };
    }

    private static int distinct(List<Bucket> window) {
        Set<String> all = new HashSet<>();
        window.forEach(bucket -> all.addAll(bucket.distinct()));
        return all.size();
    }

    /** Length of a bucket in milliseconds. */
    private long piece() {
        return tumbling ? over.toMillis() : Math.max(SHORTEST_PIECE, (over.toMillis() + PIECES - 1) / PIECES);
    }

    private long pieces() {
        return tumbling ? 1 : Math.max(1, over.toMillis() / piece());
    }
}
