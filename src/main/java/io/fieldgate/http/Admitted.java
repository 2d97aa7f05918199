package io.fieldgate.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that may send its body.
 *
 * @param path in its normal form
 * @param token who sends; null when nobody is asked
 * @param gzip whether the body is packed
 * @param key its Idempotency-Key; null without one
 * @param receipts whether the client wants to know where each record is stored
 * @param id of the request, which answers carry
 * @param headers of every record
 * @param at when it came, in milliseconds since 1970
 */
record Admitted(
        IngestConsumer consumer,
        String path,
        @Nullable Token token,
        BodyFormat format,
        boolean gzip,
        @Nullable String key,
        boolean receipts,
        String id,
        Map<String, Object> headers,
        long at) {
    /** The key as the journal knows it: nobody meets the keys of others. */
    @Nullable
    String journalKey() {
        return key == null ? null : (token == null ? "" : token.name()) + '\n' + path + '\n' + key;
    }
}
