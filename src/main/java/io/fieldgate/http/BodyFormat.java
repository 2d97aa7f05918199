package io.fieldgate.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the records of a body are told apart, and which content types say so. */
enum BodyFormat {
    JSON(
            "An object is a record, an array of objects is many.",
            "application/json",
            Set.of("application/json", "text/json")),
    NDJSON(
            "Each line is a JSON object, which is a record.",
            "application/json",
            Set.of(
                    "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonl",
                    "application/jsonlines",
                    "application/x-jsonlines")),
    CSV("Each row after the header becomes a JSON object, which is a record.", "application/json", Set.of("text/csv")),
    TEXT("Each line is a record.", "text/plain", Set.of("text/plain")),
    BYTES("The body is the record, whatever it is.", null, Set.of("application/octet-stream"));

    private static final String TEXT_PLAIN = "text/plain";

    private final String description;
    private final @Nullable String recordType;

    @SuppressWarnings("ImmutableEnumChecker") // those of Set.of() are
    private final Set<String> contentTypes;

    BodyFormat(String description, @Nullable String recordType, Set<String> contentTypes) {
        this.description = description;
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
            return fixed.covers(type) || type.equals(TEXT_PLAIN) ? fixed : null;
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

    /**
     * The content types that a route takes, for people, and how it reads the body of each.
     *
     * @param fixed the only format that it takes; null when the content type decides
     */
    static Map<String, BodyFormat> taken(@Nullable BodyFormat fixed) {
        List<String> types = fixed == null
                ? List.of(
                        "application/json", "application/x-ndjson", "text/csv", TEXT_PLAIN, "application/octet-stream")
                : fixed.contentTypes.stream().sorted().toList();
        Map<String, BodyFormat> taken = new LinkedHashMap<>();
        for (String type : types) {
            taken.put(type, Objects.requireNonNull(of(fixed, type)));
        }
        if (fixed != null && fixed.isText()) {
            taken.put(TEXT_PLAIN, fixed);
        }
        return taken;
    }

    /** What a body holds, for people. */
    String description() {
        return description;
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
