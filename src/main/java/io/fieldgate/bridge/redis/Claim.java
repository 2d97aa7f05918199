package io.fieldgate.bridge.redis;

import java.util.List;
import java.util.Objects;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.resps.StreamEntryBinary;

/**
 * What XAUTOCLAIM has answered.
 *
 * @param entries that are this consumer's from now on
 * @param deleted ids of entries that are in the stream no more; Redis has forgotten who had them, however short ago
 * @param givenEmpty whether there are such that are this consumer's now, without their ids: Redis 6.2
 */
record Claim(List<StreamEntryBinary> entries, List<String> deleted, boolean givenEmpty) {
    private static final int ENTRIES = 1;
    private static final int DELETED = 2;

    static Claim of(List<Object> answer) {
        List<StreamEntryBinary> given = BuilderFactory.STREAM_ENTRY_BINARY_LIST.build(answer.get(ENTRIES));
        List<String> deleted =
                answer.size() > DELETED ? BuilderFactory.STRING_LIST.build(answer.get(DELETED)) : List.of();
        return new Claim(given.stream().filter(Objects::nonNull).toList(), deleted, given.contains(null));
    }
}
