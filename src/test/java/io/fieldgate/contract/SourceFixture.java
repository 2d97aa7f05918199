package io.fieldgate.contract;

import io.fieldgate.message.DeadLetterQueue;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncProcessor;

/** A source with what it takes from. Its constructor starts nothing. */
public interface SourceFixture {
    /** As people call it. */
    String name();

    /** What it cannot promise, each with the reason in a sentence. */
    default Map<Promise, String> cannot() {
        return Map.of();
    }

    /** Starts what it takes from, which is empty. */
    void open() throws Exception;

    /**
     * Starts a route from the source to the step, and returns when it takes messages; begins where the one before has ended.
     *
     * @param window messages that may be on their way, or about so many
     * @return its end: what is inside the route by then may not be waited for
     */
    AutoCloseable start(int window, AsyncProcessor step, DeadLetterQueue deadLetters) throws Exception;

    /**
     * Gives it messages, in their order. May wait until they are stored, but not longer.
     *
     * @throws InterruptedException when the test is over
     */
    void give(List<Item> items) throws Exception;

    /** Whether what can never succeed becomes a dead letter; otherwise the sender is told. */
    default boolean buriesLetters() {
        return true;
    }

    /**
     * How many messages it takes at a time at most, whatever is given; fewer than the window only where each sender waits for its
     * answer.
     */
    default int atOnce() {
        return Integer.MAX_VALUE;
    }

    /** Ends the connection between the source and what it takes from, and refuses new ones. */
    default void cut() throws Exception {}

    /** Allows new ones. */
    default void restore() throws Exception {}

    /** Ends everything. */
    void close() throws Exception;
}
