package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens a dead letter. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows a dead letter: its cause, where it came from, key, headers and payload. What fieldgate.tap.mask"
                    + " names is hidden.",
            "The exit code is 0, or 1 when there is no such letter or no gateway answers, or 2 when the command is"
                    + " written wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate dlq show telemetry.dlq-0@15",
            "  ./fieldgate dlq show telemetry.dlq-0@15 --hex",
            "  ./fieldgate dlq show telemetry.dlq-0@15 --save letter.json"
        })
public final class DlqShowCommand implements Callable<Integer> {
    /** As {@code ./fieldgate dlq ls} writes them. */
    static final Pattern POSITION = Pattern.compile("([a-zA-Z0-9._-]{1,249})-(\\d{1,9})@(\\d{1,18})");

    private static final int BYTES_IN_A_LINE = 16;
    private static final int MOST_HEX = 4_096;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Parameters(paramLabel = "POSITION", description = "As ./fieldgate dlq ls shows it: TOPIC-PARTITION@OFFSET.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String position;

    @Option(names = "--hex", description = "Show the payload's bytes too, the first " + MOST_HEX + " at most.")
    private boolean hex;

    @Option(names = "--save", paramLabel = "FILE", description = "Write the payload into a file, as it is.")
    private @Nullable Path save;

    @Override
    public Integer call() {
        Matcher place = POSITION.matcher(position);
        if (!place.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "'" + position + "' is no position, ./fieldgate dlq ls shows them.");
        }
        PrintWriter out = spec.commandLine().getOut();
        JsonNode letter = gateway.get(
                "/api/v1/dead-letters/" + place.group(1) + "/" + place.group(2) + "/" + place.group(3), List.of());
        if (save != null) {
            save(out, letter, save);
        } else if (gateway.isJson()) {
            out.println(letter.toPrettyString());
        } else {
            print(out, letter);
        }
        return 0;
    }

    private static void save(PrintWriter out, JsonNode letter, Path file) {
        JsonNode payload = letter.path("payload");
        if (!payload.hasNonNull("base64")) {
            throw new CommandFailure(
                    1, "The payload is not saved, the gateway does not tell all of it." + notes(payload));
        }
        byte[] bytes = Base64.getDecoder().decode(payload.path("base64").asText());
        try {
            Files.write(CalledFrom.meant(file), bytes);
        } catch (IOException cannot) {
            throw new CommandFailure(CommandFailure.CANNOT_CREATE, file + " cannot be written (" + cannot + ").");
        }
        out.println(" √ " + bytes.length + " bytes are in " + file);
    }

    private static String notes(JsonNode payload) {
        StringBuilder notes = new StringBuilder();
        payload.path("notes").forEach(note -> notes.append(' ').append(note.asText()));
        return notes.toString();
    }

    private void print(PrintWriter out, JsonNode letter) {
        line(out, "cause", cause(letter));
        line(out, "says", letter.path("message").asText());
        line(out, "failed at", letter.path("failed_at").asText());
        line(
                out,
                "route",
                letter.path("route").asText() + ", attempts: "
                        + letter.path("attempts").asText());
        line(out, "from", letter.path("origin").asText());
        line(out, "topic", letter.path("topic").asText());
        line(out, "timestamp", letter.path("timestamp").asText());
        line(out, "key", letter.path("key").isNull() ? "(none)" : value(letter.path("key")));
        if (letter.hasNonNull("replay_of")) {
            line(
                    out,
                    "replayed",
                    letter.path("replays").asText() + " times, before it was "
                            + letter.path("replay_of").asText());
        }
        out.println("   headers");
        letter.path("headers")
                .forEach(header -> out.println(
                        "     " + Table.plain(header.path("name").asText()) + ": " + Table.plain(value(header))));
        payload(out, letter);
    }

    private static String cause(JsonNode letter) {
        String state = letter.path("sqlstate").asText("");
        return letter.path("code").asText()
                + (state.isEmpty() || state.equals("null") ? "" : " (SQLSTATE " + state + ")");
    }

    private static void line(PrintWriter out, String name, String value) {
        out.println(String.format(Locale.ROOT, "   %-10s %s", name, Table.plain(value)));
    }

    private static String value(JsonNode value) {
        return value.hasNonNull("base64")
                ? "(base64) " + value.path("base64").asText()
                : value.path("text").asText();
    }

    private void payload(PrintWriter out, JsonNode letter) {
        JsonNode payload = letter.path("payload");
        if (payload.isNull()) {
            out.println("   payload: none, a tombstone");
            return;
        }
        String cut = letter.hasNonNull("full_bytes")
                ? " of " + letter.path("full_bytes").asText() + ", the rest was too large to be kept"
                : "";
        out.println("   payload, " + payload.path("bytes").asText() + " bytes" + cut + notes(payload));
        String text = payload.hasNonNull("pretty")
                ? payload.path("pretty").asText()
                : payload.path("text").asText("");
        if (payload.hasNonNull("text")) {
            text.lines().forEach(each -> out.println("     " + Table.plain(each)));
        }
        if (payload.hasNonNull("base64") && (hex || !payload.hasNonNull("text"))) {
            dump(out, Base64.getDecoder().decode(payload.path("base64").asText()));
        }
    }

    /** As hexdump -C has it. */
    private static void dump(PrintWriter out, byte[] bytes) {
        int end = Math.min(bytes.length, MOST_HEX);
        for (int at = 0; at < end; at += BYTES_IN_A_LINE) {
            StringBuilder digits = new StringBuilder();
            for (int i = at; i < Math.min(at + BYTES_IN_A_LINE, end); i++) {
                digits.append(String.format(Locale.ROOT, "%02x ", bytes[i]));
            }
            String text = new String(bytes, at, Math.min(BYTES_IN_A_LINE, end - at), StandardCharsets.ISO_8859_1)
                    .replaceAll("[^ -~]", ".");
            out.println(String.format(Locale.ROOT, "     %08x  %-48s |%s|", at, digits, text));
        }
        if (bytes.length > end) {
            out.println("     and " + (bytes.length - end) + " more, --save writes all of them into a file");
        }
    }
}
