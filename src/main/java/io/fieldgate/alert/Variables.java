package io.fieldgate.alert;

import org.jspecify.annotations.Nullable;

/** What an expression sees: of a reading, or of a number that a rule has computed, or of both. */
record Variables(
        String rule,
        String key,
        @Nullable Reading reading,
        @Nullable Double value) {
    @Nullable
    Object get(String name) {
        return switch (name) {
            case "rule" -> rule;
            case "key" -> key;
            case "value" -> value;
            case "device" -> reading == null ? null : reading.key();
            case "payload" -> reading == null ? null : reading.payload();
            case "headers" -> reading == null ? null : reading.headers();
            case "captures" -> reading == null ? null : reading.captures();
            default -> null;
        };
    }

    /** The message is not JSON, so every question about its payload has no answer. */
    boolean lacksPayload() {
        return reading != null && reading.payload() == null;
    }
}
