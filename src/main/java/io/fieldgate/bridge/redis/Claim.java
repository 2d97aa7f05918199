package io.fieldgate.bridge.redis;

import java.util.List;
import java.util.Objects;

/**
 * What XAUTOCLAIM has answered.
 *
 * @param next from which it is to be asked again for the rest; {@link #ALL} when there is none
 * @param entries that are this consumer's from now on
 * @param deleted ids of entries that are in the stream no more; Redis has forgotten who had them, however short ago
 * @param givenEmpty whether there are such that are this consumer's now, without their ids: Redis 6.2
 */
record Claim(String next, List<Entry> entries, List<String> deleted, boolean givenEmpty) {
    /** As where to begin: at the first; as where to go on: nowhere, that was all. */
    static final String ALL = "0-0";

    private static final int NEXT = 0;
    private static final int ENTRIES = 1;
    private static final int DELETED = 2;

    static Claim of(List<Object> answer) {
        List<?> given = (List<?>) answer.get(ENTRIES);
        List<?> deleted = answer.size() > DELETED ? (List<?>) answer.get(DELETED) : List.of();
        return new Claim(
                Entry.text(answer.get(NEXT)),
                Entry.of(given),
                deleted.stream().map(Entry::text).toList(),
                given.stream().anyMatch(Objects::isNull));
    }
}
