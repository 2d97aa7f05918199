package io.fieldgate.bench;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/** Compares what was published with what is in the topic. Published by one thread, received by another. */
final class Account {
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final int[] published;
    private final BitSet[] received;
    private final int[] highest;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong distinct = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong disorders = new AtomicLong();
    private volatile boolean probed;
    private volatile Phase phase = new Phase(0);

    Account(int devices) {
        published = new int[devices];
        highest = new int[devices];
        received = new BitSet[devices];
        for (int device = 0; device < devices; device++) {
            received[device] = new BitSet();
            highest[device] = -1;
        }
    }

    /** A message that only asks whether the way is open; it is of no device. */
    Reading probe() {
        return new Reading(published.length, 0, Clock.micros());
    }

    Reading next(int device) {
        sent.incrementAndGet();
        return new Reading(device, published[device]++, Clock.micros());
    }

    void begin(Phase next) {
        phase = next;
    }

    void receive(Reading reading, long seenAt) {
        int device = reading.device();
        if (device >= received.length) {
            probed = true;
            return;
        }
        if (received[device].get(reading.sequence())) {
            duplicates.incrementAndGet();
            return;
        }
        received[device].set(reading.sequence());
        if (reading.sequence() < highest[device]) {
            disorders.incrementAndGet();
        }
        highest[device] = Math.max(highest[device], reading.sequence());
        phase.add(reading.at(), seenAt);
        distinct.incrementAndGet();
    }

    boolean probed() {
        return probed;
    }

    long sent() {
        return sent.get();
    }

    /** Published and not seen yet; at the end: lost. */
    long missing() {
        return sent.get() - distinct.get();
    }

    /** Waits until fewer are missing; false when nothing has come for a while, as then nothing will. */
    boolean awaitMissingBelow(long limit) throws InterruptedException {
        long before = missing();
        long since = System.nanoTime();
        while (before >= limit) {
            Thread.sleep(1);
            long now = missing();
            if (now < before) {
                since = System.nanoTime();
            } else if (System.nanoTime() - since > SILENCE.toNanos()) {
                return false;
            }
            before = now;
        }
        return true;
    }

    long duplicates() {
        return duplicates.get();
    }

    /** First occurrences that came after a later message of their device. */
    long disorders() {
        return disorders.get();
    }
}
