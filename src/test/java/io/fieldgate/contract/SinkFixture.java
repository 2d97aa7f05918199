package io.fieldgate.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A sink with what it gives to. Its constructor starts nothing. */
public interface SinkFixture {
    /** As people call it. */
    String name();

    /** What it cannot promise, each with the reason in a sentence. */
    default Map<Promise, String> cannot() {
        return Map.of();
    }

    /** Starts what it gives to, which is empty. */
    void open() throws Exception;

    /** Starts a route to it. */
    Sending start() throws Exception;

    /** A route to the sink. */
    interface Sending {
        /**
         * Sends an item, in the order of the calls. Waits for what is away only if the sink cannot promise otherwise.
         *
         * @return ends with the exception that its exchange has, or with null
         */
        CompletableFuture<@Nullable Throwable> send(Item item);

        /** Sends one that the other side refuses for its content. */
        CompletableFuture<@Nullable Throwable> sendBad(Item item);

        /** Stops the route. */
        void close() throws Exception;
    }

    /** What has arrived until now, in the order of its arrival. */
    List<Item> taken() throws Exception;

    /** Ends the connection between the sink and what it gives to, and refuses new ones. */
    void cut() throws Exception;

    /** Allows new ones. */
    void restore() throws Exception;

    /** Ends everything. */
    void close() throws Exception;
}
