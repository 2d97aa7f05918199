package io.fieldgate.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the records of a body are told apart, and which content types say so. */
enum BodyFormat {
    /** An object is a record, an array of objects is a batch of them. */
    JSON("application/json", Set.of("application/json", "text/json")),
    /** Each line is an object. */
    NDJSON(
            "application/json",
            Set.of(
                    "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonl",
                    "application/jsonlines",
                    "application/x-jsonlines")),
    /** Each row after the header becomes an object. */
    CSV("application/json", Set.of("text/csv")),
    /** Each line is a record. */
    TEXT("text/plain", Set.of("text/plain")),
    /** The body is the record, whatever it is. */
    BYTES(null, Set.of("application/octet-stream"));

    private final @Nullable String recordType;

    @SuppressWarnings("ImmutableEnumChecker") // those of Set.of() are
    private final Set<String> contentTypes;

    BodyFormat(@Nullable String recordType, Set<String> contentTypes) {
        this.recordType = recordType;
        this.contentTypes = contentTypes;
    }

    /** @param option of the endpoint; null for auto */
    static @Nullable BodyFormat named(String option) {
        return option.equals("auto") ? null : valueOf(option.toUpperCase(Locale.ROOT));
    }

    /**
     * The format of a body.
     *
     * @param fixed the only one that the route takes; null when the content type decides
     * @param type of the content, in lower case and without parameters
     * @return null when the route does not take it
     */
    static @Nullable BodyFormat of(@Nullable BodyFormat fixed, String type) {
        if (fixed == BYTES) {
            return type.equals("application/x-java-serialized-object") ? null : BYTES;
        }
        // A page that says good-bye can send nothing but text/plain without asking first (navigator.sendBeacon).
        if (fixed != null) {
            return fixed.covers(type) || type.equals("text/plain") ? fixed : null;
        }
        for (BodyFormat format : values()) {
            if (format.covers(type)) {
                return format;
            }
        }
        return null;
    }

    private boolean covers(String type) {
        return contentTypes.contains(type)
                || (this == JSON && type.endsWith("+json") && type.startsWith("application/"));
    }

    /** The content types that a route takes, for people. */
    static List<String> contentTypes(@Nullable BodyFormat fixed) {
        return fixed == null
                ? List.of(
                        "application/json",
                        "application/x-ndjson",
                        "text/csv",
                        "text/plain",
                        "application/octet-stream")
                : fixed.contentTypes.stream().sorted().toList();
    }

    /** The content type of its records; null for that of the body. */
    @Nullable
    String recordType() {
        return recordType;
    }

    /** Whether its bytes must be UTF-8. */
    boolean isText() {
        return this != BYTES;
    }
}
