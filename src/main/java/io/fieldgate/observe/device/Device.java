package io.fieldgate.observe.device;

import io.fieldgate.observe.device.Share.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one device. There may be 100,000, so it has fields instead of objects. {@link #stored} and
 * {@link #rejected} may be called by any thread at any time and take no lock; the rest is under this object's lock.
 */
final class Device {
    private static final AtomicLongFieldUpdater<Device> MESSAGES =
            AtomicLongFieldUpdater.newUpdater(Device.class, "messages");
    private static final AtomicLongFieldUpdater<Device> BYTES =
            AtomicLongFieldUpdater.newUpdater(Device.class, "bytes");
    private static final AtomicIntegerFieldUpdater<Device> REJECTS =
            AtomicIntegerFieldUpdater.newUpdater(Device.class, "rejects");
    private static final AtomicReferenceFieldUpdater<Device, byte @Nullable []> SAMPLE =
            AtomicReferenceFieldUpdater.newUpdater(Device.class, byte[].class, "sample");
    /** How much of a new interval counts. */
    private static final float NEW = 0.2f;
    /** One long silence must not make the next one look usual. */
    private static final long MOST_GROWTH = 4;

    private final String id;
    private volatile long messages;
    private volatile long bytes;
    private volatile int rejects;
    private volatile long last;
    private volatile boolean changed;
    private volatile @Nullable String route;
    private volatile @Nullable String topic;
    /** The newest message, until {@link #settle} has read it. */
    private volatile byte @Nullable [] sample;

    private volatile @Nullable Reject reject;

    private long first;
    private long settledMessages;
    private long settledBytes;
    private long settledLast;
    private long settledAt;
    private float perMinute;
    private float bytesPerMinute;
    private float interval;
    private byte @Nullable [] values;
    private Others others = Others.NONE;

    Device(String id, long now) {
        this.id = id;
        this.first = now;
        this.settledAt = now;
    }

    String id() {
        return id;
    }

    /** Counts a message; says whether the device had no sample, and has one now. */
    boolean stored(String byRoute, String into, byte @Nullable [] value, int size, long now) {
        route = byRoute;
        topic = into;
        boolean isFirst = value != null && SAMPLE.getAndSet(this, value) == null;
        answered(size, now);
        return isFirst;
    }

    /** Counts a message that is only a sign of life. */
    void answered(int size, long now) {
        MESSAGES.getAndIncrement(this);
        BYTES.getAndAdd(this, size);
        last = now;
        if (!changed) {
            changed = true;
        }
    }

    boolean hasSample() {
        return sample != null;
    }

    void rejected(Reject now) {
        REJECTS.getAndIncrement(this);
        reject = now;
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    /** It is to be written again. */
    void markChanged() {
        changed = true;
    }

    /** Whether this gateway has seen it. */
    boolean isSeen() {
        return messages > 0 || rejects > 0;
    }

    /**
     * Takes in what happened since it was called last.
     *
     * @param samples how many devices have one
     * @return what this gateway knows of the device, to be written
     */
    synchronized Share settle(String gateway, Values reader, AtomicInteger samples, long now) {
        // In this order: what happens meanwhile is for the next time.
        changed = false;
        byte[] newest = SAMPLE.getAndSet(this, null);
        if (newest != null) {
            samples.decrementAndGet();
        }
        long seen = last;
        long count = messages;
        long size = bytes;
        if (newest != null) {
            values = reader.read(newest);
        }
        if (count > settledMessages && settledLast > 0 && seen > settledLast) {
            long gap = seen - settledLast;
            interval = interval == 0 ? gap : interval + NEW * (Math.min(gap, MOST_GROWTH * (long) interval) - interval);
        }
        perMinute = Rates.after(perMinute, count - settledMessages, now - settledAt);
        bytesPerMinute = Rates.after(bytesPerMinute, size - settledBytes, now - settledAt);
        settledMessages = count;
        settledBytes = size;
        settledLast = seen;
        settledAt = now;
        return own(gateway);
    }

    private Share own(String gateway) {
        return new Share(
                gateway,
                messages,
                bytes,
                rejects,
                first,
                last,
                perMinute,
                bytesPerMinute,
                (long) interval,
                settledAt,
                route,
                topic,
                values,
                reject);
    }

    /** Goes on where this gateway stood before it was started again. */
    synchronized void restore(Share before) {
        MESSAGES.getAndAdd(this, before.messages());
        BYTES.getAndAdd(this, before.bytes());
        REJECTS.getAndAdd(this, (int) before.rejects());
        settledMessages += before.messages();
        settledBytes += before.bytes();
        first = Math.min(first, before.first());
        if (settledLast == 0) {
            settledLast = before.last();
            settledAt = before.at();
            perMinute = before.perMinute();
            bytesPerMinute = before.bytesPerMinute();
            interval = before.interval();
        }
        if (last == 0) {
            last = before.last();
            route = before.route();
            topic = before.topic();
        }
        if (values == null) {
            values = before.values();
        }
        if (reject == null) {
            reject = before.reject();
        }
    }

    /** What another gateway says now. */
    synchronized void put(Share share) {
        others = others.with(share);
    }

    /**
     * Another gateway knows nothing of it any more.
     *
     * @return whether nobody does
     */
    synchronized boolean remove(String gateway) {
        others = others.without(gateway);
        return others.isEmpty() && !isSeen();
    }

    /** When any gateway has heard of it last. */
    synchronized long heard() {
        Reject mine = reject;
        return Math.max(Math.max(last, mine == null ? 0 : mine.at()), others.heard());
    }

    /** When any gateway has seen a message last; 0 for never. */
    synchronized long last() {
        return Math.max(last, others.last());
    }

    /**
     * The usual time between messages, of all gateways together.
     *
     * @param grace how late, in milliseconds, what other gateways have heard is known here
     * @return in milliseconds; 0 while unknown
     */
    synchronized long interval(long grace) {
        return others.interval(last, interval, grace);
    }

    synchronized long messages() {
        return messages + others.messages();
    }

    synchronized long rejects() {
        return rejects + others.rejects();
    }

    /** Messages per minute, of all gateways together. */
    synchronized double perMinute(long now, long grace) {
        return Rates.faded(perMinute, now - settledAt - grace) + others.perMinute(now, grace);
    }

    synchronized double bytesPerMinute(long now, long grace) {
        return Rates.faded(bytesPerMinute, now - settledAt - grace) + others.bytesPerMinute(now, grace);
    }

    /** What each gateway has seen. */
    synchronized List<Share> shares(String gateway) {
        List<Share> all = new ArrayList<>();
        if (isSeen()) {
            all.add(own(gateway));
        }
        all.addAll(others.all());
        return all;
    }
}
