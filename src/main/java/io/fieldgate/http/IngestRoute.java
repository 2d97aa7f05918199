package io.fieldgate.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client must know of a route.
 *
 * @param path with captures in braces
 * @param contentTypes that it takes
 * @param tokenRequired whether it asks for a token
 * @param schema that each record must fit
 */
record IngestRoute(
        String path,
        String routeId,
        List<String> contentTypes,
        boolean tokenRequired,
        @Nullable PayloadSchema schema) {
    IngestRoute {
        contentTypes = List.copyOf(contentTypes);
    }
}
