package io.fieldgate.message;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which names a source may capture under: each becomes a header twice, as {@code name} and as {@code fg.name}. */
public final class CaptureNames {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9_-]{0,62}");

    /** Names that would shadow the gateway's own headers; in lower case. */
    private final Set<String> reserved;

    /** @param ownHeaders more names, without {@code fg.} and in lower case, that the source itself sets */
    public CaptureNames(String... ownHeaders) {
        reserved = Stream.concat(
                        Stream.of(
                                "source",
                                "route",
                                "received-at",
                                "event-time",
                                "dlq",
                                "replay-of",
                                "replay-count",
                                RecordHeaders.CONTENT_TYPE,
                                RecordHeaders.TRACEPARENT,
                                RecordHeaders.TRACESTATE),
                        Stream.of(ownHeaders))
                .collect(Collectors.toUnmodifiableSet());
    }

    public boolean allows(String name) {
        return NAME.matcher(name).matches()
                && !reserved.contains(fold(name))
                && !fold(name).startsWith("camel");
    }

    /** The end of a sentence about a name that is not allowed. */
    public String allowed() {
        return "allowed are 1 to 63 letters, digits, '_' and '-', beginning with a small letter, not with 'camel', and none"
                + " of " + reserved.stream().sorted().toList();
    }

    /** Whether two names are the same to Camel, whose header names know no case. */
    public static boolean hasTwins(List<String> names) {
        return names.stream().map(CaptureNames::fold).distinct().count() < names.size();
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
