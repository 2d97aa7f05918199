package io.fieldgate.command;

import io.fieldgate.yaml.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which dead letters are meant. */
final class LetterOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Whose records were of this topic.")
    private @Nullable String topic;

    @Option(names = "--route", paramLabel = "ID", description = "That failed in this route.")
    private @Nullable String route;

    @Option(names = "--code", paramLabel = "CODE", description = "With this cause, such as MALFORMED_JSON.")
    private @Nullable String code;

    @Option(names = "--device", paramLabel = "GLOB", description = "Of these devices, * stands for anything.")
    private @Nullable String device;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "That failed then or later: 2026-01-31T12:00:00Z, or so long ago: 2h, 7d.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "That failed before; the same forms.")
    private @Nullable String until;

    /** What was given, by the names that the API has for it. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "topic", topic);
        put(given, "route", route);
        put(given, "code", code);
        put(given, "device", device);
        put(given, "since", time("--since", since));
        put(given, "until", time("--until", until));
        return given;
    }

    private static void put(Map<String, String> to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    private @Nullable String time(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Duration ago = Durations.parse(text);
            return (ago == null ? Instant.parse(text) : Instant.now().minus(ago)).toString();
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is '" + text + "', allowed is 2026-01-31T12:00:00Z or " + Durations.ALLOWED + ".");
        }
    }
}
