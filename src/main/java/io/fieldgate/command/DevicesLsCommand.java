package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists devices of a running gateway. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = {
            "Lists devices that have sent to a running gateway.",
            "The exit code is 0, or 1 when no gateway answers, or 2 when the command is written wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate devices ls --state silent",
            "  ./fieldgate devices ls pump --sort=-last_seen --limit 20"
        })
public final class DevicesLsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Parameters(arity = "0..1", paramLabel = "SEARCH", description = "Part of the name, in any case.")
    private @Nullable String search;

    @Option(names = "--state", paramLabel = "STATE", description = "online, late or silent.")
    private @Nullable String state;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            defaultValue = "id",
            description = "id, last_seen, messages, rate or rejects; with a - before it the largest first"
                    + " (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String sort;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many, at most 1000 (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String limit;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode answer = gateway.get("/api/v1/devices", query());
        if (gateway.isJson()) {
            out.println(answer.toPrettyString());
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode device : answer.path("devices")) {
            rows.add(List.of(
                    device.path("id").asText(),
                    device.path("state").asText(),
                    text(device.path("last_seen")),
                    device.path("messages_per_minute").asText(),
                    device.path("messages").asText(),
                    device.path("rejects").asText(),
                    DevicesShowCommand.values(device)));
        }
        Table.print(
                out,
                List.of("device", "state", "last seen", "per min", "messages", "rejects", "last values"),
                rows,
                "There are no such devices.");
        int more = answer.path("total").asInt() - rows.size();
        if (more > 0) {
            out.println("and " + more + " more");
        }
        return 0;
    }

    private static String text(JsonNode moment) {
        return moment.isNull() ? "never" : moment.asText();
    }

    private List<Map.Entry<String, String>> query() {
        List<Map.Entry<String, String>> query = new ArrayList<>();
        query.add(Map.entry("sort", sort));
        query.add(Map.entry("limit", limit));
        if (search != null) {
            query.add(Map.entry("search", search));
        }
        if (state != null) {
            query.add(Map.entry("state", state));
        }
        return query;
    }
}
