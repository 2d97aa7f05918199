package io.fieldgate.topic;

import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Tries messages on routes without sending anything. */
public interface LetterTrial {
    /** Why a message would fail. */
    record Refusal(String code, String message) {}

    /**
     * Tries one.
     *
     * @param route its id
     * @param fill makes the message of an exchange
     * @return null when it would pass
     */
    @Nullable
    Refusal attempt(String route, Consumer<Exchange> fill) throws InterruptedException;
}
