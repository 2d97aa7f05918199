package io.fieldgate.console;

/** Somebody asks for what there is not. */
final class Missing extends RuntimeException {
    Missing(String message) {
        super(message, null, false, false);
    }
}
