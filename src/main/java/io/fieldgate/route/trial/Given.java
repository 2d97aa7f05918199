package io.fieldgate.route.trial;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comes to a route.
 *
 * @param place where it is said, for messages
 * @param route null: the only one
 * @param at when it comes, in milliseconds since 1970
 * @param topic that an MQTT message was published to
 * @param path of a request, or of a file
 * @param key of a record
 * @param timestamp of a record, in milliseconds since 1970
 * @param body null: none
 */
record Given(
        String place,
        @Nullable String route,
        long at,
        @Nullable String topic,
        @Nullable String path,
        @Nullable String key,
        long timestamp,
        Map<String, String> headers,
        byte @Nullable [] body) {}
