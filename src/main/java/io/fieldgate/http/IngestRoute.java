package io.fieldgate.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client must know of a route.
 *
 * @param path with captures in braces
 * @param contentTypes that it takes, and how it reads the body of each
 * @param tokenRequired whether it asks for a token
 * @param schema that each record must fit
 */
record IngestRoute(
        String path,
        String routeId,
        Map<String, BodyFormat> contentTypes,
        boolean tokenRequired,
        @Nullable PayloadSchema schema) {
    IngestRoute {
        contentTypes = Collections.unmodifiableMap(new LinkedHashMap<>(contentTypes));
    }
}
