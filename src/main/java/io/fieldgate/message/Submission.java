package io.fieldgate.message;

import java.util.function.Consumer;

/**
 * What a source that takes several messages at once wants to hear of each: it is an exchange property of theirs. Before a
 * sink does what cannot be undone it says that the message is {@link #ready}, so that the source can call back all of them
 * for the sake of one that is refused. Safe for use by many threads.
 */
public interface Submission {
    /** The name of the exchange property. */
    String PROPERTY = "fieldgate.submission";

    /**
     * The message has passed every check that its sink can make by itself.
     *
     * @param store goes on; run on any thread that may wait for room, at once or later
     * @param callBack fails the exchange instead; exactly one of the two is run
     */
    void ready(Runnable store, Consumer<Failure> callBack);

    /** Where a record of the message was stored. */
    void stored(String topic, int partition, long offset);
}
