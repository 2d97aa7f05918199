package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The packet identifiers of a connection's own packets, and the answers that SUBSCRIBE and UNSUBSCRIBE wait for. On the
 * event loop only.
 */
final class Answers {
    private static final int MOST = 65_535;

    private final Map<Integer, CompletableFuture<List<Integer>>> awaited = new HashMap<>();
    private int last;

    /** An identifier, 1 to 65,535 in turn. */
    int nextId() {
        last = last % MOST + 1;
        return last;
    }

    void await(int packetId, CompletableFuture<List<Integer>> answer) {
        awaited.put(packetId, answer);
    }

    /** @param codes one for each filter; none for UNSUBACK of MQTT 3.1.1 */
    void arrived(int packetId, List<Integer> codes) {
        CompletableFuture<List<Integer>> answer = awaited.remove(packetId);
        if (answer != null) {
            answer.complete(codes);
        }
    }

    void fail(Failure cause) {
        awaited.values().forEach(answer -> answer.completeExceptionally(cause));
        awaited.clear();
    }
}
