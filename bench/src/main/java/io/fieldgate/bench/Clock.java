package io.fieldgate.bench;

import java.time.Instant;

/** Microseconds since 1970, by the clock of the load process, which both writes and reads them. */
final class Clock {
    private Clock() {}

    static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
