package io.fieldgate.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many records each caller may send: a token bucket per caller. A batch of more records than the bucket holds needs a full
 * one and is paid off afterwards, since it could not be sent at all otherwise.
 */
final class RateLimit {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final float LOAD_FACTOR = 0.75f;

    private final double recordsPerSecond;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets;

    /**
     * @param recordsPerSecond over a long time
     * @param burst records that may come at once after a silence
     * @param maxCallers remembered; beyond that, who has been silent longest is forgotten and begins with a full bucket
     */
    RateLimit(double recordsPerSecond, int burst, int maxCallers) {
        this(recordsPerSecond, burst, maxCallers, System::nanoTime);
    }

    RateLimit(double recordsPerSecond, int burst, int maxCallers, LongSupplier nanos) {
        if (!(recordsPerSecond > 0) || burst < 1 || maxCallers < 1) {
            throw new IllegalArgumentException("a rate of " + recordsPerSecond + " records/s with a burst of " + burst
                    + " for " + maxCallers + " callers is none, each must be greater than 0");
        }
        this.recordsPerSecond = recordsPerSecond;
        this.burst = burst;
        this.nanos = nanos;
        this.buckets = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > maxCallers;
            }
        };
    }

    private static final class Bucket {
        private double level;
        private long at;

        private Bucket(double level, long at) {
            this.level = level;
            this.at = at;
        }
    }

    /** 0 when they may pass, and are counted; otherwise the milliseconds until they might. */
    synchronized long tryTake(String who, int records) {
        Bucket bucket = bucket(who);
        long wait = wait(bucket, records);
        if (wait == 0) {
            bucket.level -= records;
        }
        return wait;
    }

    /** The same, but nothing is counted. */
    synchronized long look(String who, int records) {
        return wait(bucket(who), records);
    }

    private Bucket bucket(String who) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(who, first -> new Bucket(burst, now));
        bucket.level = Math.min(burst, bucket.level + (now - bucket.at) / NANOS_PER_SECOND * recordsPerSecond);
        bucket.at = now;
        return bucket;
    }

    private long wait(Bucket bucket, int records) {
        double missing = Math.min(records, burst) - bucket.level;
        return missing <= 0 ? 0 : Math.max(1, (long) Math.ceil(missing / recordsPerSecond * 1000));
    }
}
