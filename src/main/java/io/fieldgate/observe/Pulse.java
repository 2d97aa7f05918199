package io.fieldgate.observe;

import io.fieldgate.message.Batch;
import io.fieldgate.message.Bystander;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts what enters and leaves a route, and how long it was inside. It stands in the way of every message, so it takes no
 * lock and makes no object.
 */
final class Pulse extends RoutePolicySupport implements Bystander {
    private static final long LONGEST_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final int DIGITS = 2;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PIECE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongAdder entered = new LongAdder();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Recorder inside = new Recorder(LONGEST_MILLIS, DIGITS);
    /** Under this object's lock, newest last. */
    private final Deque<Piece> pieces = new ArrayDeque<>();

    private record Piece(long end, Histogram times) {}

    /**
     * What was counted since the gateway started.
     *
     * @param times in milliseconds; of the last ten seconds, or of all since somebody last asked; null when nothing left
     *     the route in that time
     */
    record Count(
            long entered,
            long succeeded,
            long failed,
            @Nullable Times times) {}

    /** How long messages were inside, in milliseconds. */
    record Times(long p50, long p99) {}

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        entered.add(size(exchange));
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        int messages = size(exchange);
        (exchange.isFailed() ? failed : succeeded).add(messages);
        long millis = exchange.getClock().elapsed();
        inside.recordValueWithCount(Math.max(0, Math.min(LONGEST_MILLIS, millis)), messages);
    }

    private static int size(Exchange exchange) {
        return exchange.getIn().getBody() instanceof Batch batch ? batch.size() : 1;
    }

    long entered() {
        return entered.sum();
    }

    long failed() {
        return failed.sum();
    }

    Count count() {
        // In the order in which it cannot seem that more has left than entered.
        long left = succeeded.sum();
        long lost = failed.sum();
        return new Count(entered.sum(), left, lost, times(System.nanoTime()));
    }

    private synchronized @Nullable Times times(long now) {
        if (pieces.isEmpty() || now - pieces.getLast().end >= PIECE_NANOS) {
            pieces.addLast(new Piece(now, inside.getIntervalHistogram()));
            // The newest stays, however much time it covers.
            while (now - pieces.getFirst().end > WINDOW_NANOS) {
                pieces.removeFirst();
            }
        }
        Histogram all = new Histogram(LONGEST_MILLIS, DIGITS);
        pieces.forEach(piece -> all.add(piece.times));
        return all.getTotalCount() == 0 ? null : new Times(all.getValueAtPercentile(50), all.getValueAtPercentile(99));
    }
}
