package io.fieldgate.http;

/**
 * What is known about a request that comes with an idempotency key.
 *
 * @param status of the stored answer, with {@link Kind#SAME} only
 * @param answer its body, with {@link Kind#SAME} only; not to be changed
 */
record Outcome(Kind kind, int status, byte[] answer) {
    private static final byte[] NOTHING = {};

    enum Kind {
        /** Nothing: go on, then complete or abandon the key. */
        NEW,
        /** The same request has been answered. */
        SAME,
        /** The same request is on its way, or its answer on its way to the disk. */
        IN_PROGRESS,
        /** The key is that of another body. */
        OTHER_BODY,
        /** The disk takes no answers, so that none could be promised. */
        UNAVAILABLE
    }

    static Outcome of(Kind kind) {
        return new Outcome(kind, 0, NOTHING);
    }
}
