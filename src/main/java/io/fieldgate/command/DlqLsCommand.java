package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists and counts dead letters. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = {
            "Lists dead letters, those that failed last first; or counts them by topic, route and cause.",
            "The exit code is 0, or 1 when no gateway answers or it refuses, or 2 when the command is written wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate dlq ls --count",
            "  ./fieldgate dlq ls --topic telemetry --code DB_DATA --since 24h",
            "  ./fieldgate dlq ls --device 'pump-*' --json"
        })
public final class DlqLsCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/dead-letters";
    private static final int LONGEST_MESSAGE = 80;
    private static final int MOST_PAGES = 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private LetterOptions letters;

    @Option(names = "--count", description = "Count them by topic, route and cause instead.")
    private boolean count;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many, 1 to 1000 (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--after", paramLabel = "NEXT", description = "Go on where an earlier list has ended.")
    private @Nullable String after;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return count ? count(out) : list(out);
    }

    private int count(PrintWriter out) {
        JsonNode answer =
                gateway.get(PATH + "/summary", List.copyOf(letters.given().entrySet()));
        if (gateway.isJson()) {
            out.println(answer.toPrettyString());
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode cause : answer.path("causes")) {
            rows.add(List.of(
                    cause.path("count").asText(),
                    cause.path("topic").asText(),
                    cause.path("route").asText(),
                    cause.path("code").asText(),
                    cause.path("last_failed_at").asText(),
                    message(cause.path("newest"))));
        }
        Table.print(
                out,
                List.of("count", "topic", "route", "code", "last", "the newest says"),
                rows,
                "There are no such dead letters.");
        if (answer.path("others").asLong() > 0) {
            out.println("and " + answer.path("others").asLong() + " with other causes");
        }
        if (!answer.path("complete").asBoolean()) {
            out.println("Counted among the " + answer.path("scanned").asLong()
                    + " that failed last; there are more. --since narrows it.");
        }
        return 0;
    }

    private int list(PrintWriter out) {
        ObjectNode answer = pages();
        if (gateway.isJson()) {
            out.println(answer.toPrettyString());
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode letter : answer.path("dead_letters")) {
            rows.add(List.of(
                    letter.path("failed_at").asText(),
                    letter.path("position").asText(),
                    letter.path("route").asText(),
                    letter.path("device").asText(""),
                    letter.path("code").asText(),
                    message(letter)));
        }
        Table.print(
                out,
                List.of("failed at", "position", "route", "device", "code", "message"),
                rows,
                "There are no such dead letters.");
        if (answer.hasNonNull("next")) {
            out.println("There may be more: --after '" + answer.path("next").asText() + "'");
        }
        return 0;
    }

    /** One answer may end early, when its filters leave out very many. */
    private ObjectNode pages() {
        ArrayNode all = new ObjectMapper().createArrayNode();
        String next = after;
        for (int page = 0; page < MOST_PAGES; page++) {
            Map<String, String> query = letters.given();
            query.put("limit", Integer.toString(limit - all.size()));
            if (next != null) {
                query.put("after", next);
            }
            ObjectNode answer = (ObjectNode) gateway.get(PATH, List.copyOf(query.entrySet()));
            answer.path("dead_letters").forEach(all::add);
            if (answer.path("complete").asBoolean() || all.size() >= limit || page == MOST_PAGES - 1) {
                answer.set("dead_letters", all);
                return answer;
            }
            next = answer.path("next").asText();
        }
        throw new IllegalStateException("the last page has returned");
    }

    private static String message(JsonNode letter) {
        String message = letter.path("message").asText();
        return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "..." : message;
    }
}
