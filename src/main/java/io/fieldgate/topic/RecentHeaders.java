package io.fieldgate.topic;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Headers of the records before, to be used again: most of them say the same as long as a source goes on with the same
 * file, route or device. Any thread.
 */
final class RecentHeaders {
    private static final int PLACES = 16;

    /** Its fields are final, so that another thread sees all of it or nothing. */
    private record Recent(String name, Object value, Header header) {}

    private final @Nullable Recent[] places = new Recent[PLACES];

    /** A header of this name and value; nobody may change what it holds. */
    Header header(String name, Object value) {
        int place = name.hashCode() & (PLACES - 1);
        Recent recent = places[place];
        if (recent != null && isSame(recent.value, value) && recent.name.equals(name)) {
            return recent.header;
        }
        Header made = new RecordHeader(name, HeaderMapping.bytes(value));
        if (value instanceof String || value instanceof Long) {
            places[place] = new Recent(name, value, made);
        }
        return made;
    }

    /** The same text, not an equal one: comparing would cost as much as it saves. Of times many are equal. */
    private static boolean isSame(Object recent, Object value) {
        return recent == value || (value instanceof Long && value.equals(recent));
    }
}
