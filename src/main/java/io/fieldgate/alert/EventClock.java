package io.fieldgate.alert;

import io.fieldgate.message.RecordHeaders;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * When a reading was taken: the record's timestamp, or {@code fg.event-time} where the record's had to be another, but never
 * later than the reading came. A device whose clock is ahead
 * would otherwise make all others late.
 */
final class EventClock implements TimestampExtractor {
    static final long UNKNOWN = -1;
    private static final int LONGEST_NUMBER = 15;

    private final LongSupplier now;

    EventClock(LongSupplier now) {
        this.now = now;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long present = now.getAsLong();
        long arrival = arrival(record.headers(), present);
        long latest = arrival == UNKNOWN ? present : arrival;
        long held = number(record.headers(), RecordHeaders.EVENT_TIME);
        long taken = held > 0 ? held : record.timestamp();
        return taken < 0 ? latest : Math.min(taken, latest);
    }

    /**
     * When a gateway received it, in milliseconds since 1970; {@link #UNKNOWN} when nothing says so.
     *
     * @param latest the latest that it may be, whatever the record says
     */
    static long arrival(Headers headers, long latest) {
        long number = number(headers, RecordHeaders.RECEIVED_AT);
        return number == UNKNOWN ? UNKNOWN : Math.min(latest, number);
    }

    private static long number(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        byte[] digits = header == null ? null : header.value();
        if (digits == null || digits.length == 0 || digits.length > LONGEST_NUMBER) {
            return UNKNOWN;
        }
        long number = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return UNKNOWN;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }
}
