package io.fieldgate.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A receiver was not told. The message is a sentence for an operator, without a secret. */
final class NotDelivered extends Exception {
    private final boolean refused;
    private final @Nullable Duration wait;

    private NotDelivered(boolean refused, String message, @Nullable Duration wait, @Nullable Throwable cause) {
        super(message, cause);
        this.refused = refused;
        this.wait = wait;
    }

    /** It may help to try again. */
    static NotDelivered yet(String message, @Nullable Throwable cause) {
        return new NotDelivered(false, message, null, cause);
    }

    /** It may help to try again, but the receiver wants to be left alone for so long. */
    static NotDelivered before(Duration wait, String message) {
        return new NotDelivered(false, message, wait, null);
    }

    /** It never helps to try again. */
    static NotDelivered ever(String message, @Nullable Throwable cause) {
        return new NotDelivered(true, message, null, cause);
    }

    boolean isRefused() {
        return refused;
    }

    @Nullable
    Duration waitAtLeast() {
        return wait;
    }
}
