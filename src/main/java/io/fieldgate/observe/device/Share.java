package io.fieldgate.observe.device;

import org.jspecify.annotations.Nullable;

/**
 * What one gateway has seen of a device, at one moment. Moments are in milliseconds since 1970, 0 for never.
 *
 * @param gateway tells gateways apart
 * @param messages stored, since the gateway first saw the device
 * @param first when it did
 * @param last when it saw a message last
 * @param perMinute messages of about the last minute
 * @param interval the usual time between messages in milliseconds; 0 while unknown
 * @param at when this was so
 * @param route stored the last message
 * @param topic where it is
 * @param values of the last message, as the text of a JSON object; null for none
 * @param reject the last dead letter
 */
record Share(
        String gateway,
        long messages,
        long bytes,
        long rejects,
        long first,
        long last,
        float perMinute,
        float bytesPerMinute,
        long interval,
        long at,
        @Nullable String route,
        @Nullable String topic,
        byte @Nullable [] values,
        @Nullable Reject reject) {

    /** A dead letter, and why. */
    record Reject(long at, String code, String route) {}

    /** When the device was heard of last, be it by a dead letter. */
    long heard() {
        return Math.max(last, reject == null ? 0 : reject.at);
    }
}
