package io.fieldgate.message;

import java.util.concurrent.CompletableFuture;

/** Where sources put what can never succeed. Sources look it up in Camel's registry by this type. */
public interface DeadLetterQueue {
    /**
     * Stores the letter. Only when the future has completed normally may the source acknowledge the message; when it
     * fails, the message must stay un-acknowledged. May wait for room, so never call it on a thread that reads a socket.
     */
    CompletableFuture<Void> put(DeadLetter letter);
}
