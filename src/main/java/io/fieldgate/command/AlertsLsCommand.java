package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/** Lists alerts of a running gateway. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = {
            "Lists alerts that fire, then those that are pending, then the last that ended; of each those that began last"
                    + " come first.",
            "The exit code is 0, or 1 when no gateway answers, or 2 when the command is written wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate alerts ls --state firing",
            "  ./fieldgate alerts ls 'severity=\"critical\"' 'device=~\"pump-.*\"'"
        })
public final class AlertsLsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Parameters(
            arity = "0..*",
            paramLabel = "MATCHER",
            description = "Conditions on labels that all must hold: area=\"north\", with = != =~ !~.")
    private List<String> matchers = new ArrayList<>();

    @Option(names = "--state", paramLabel = "STATE", description = "pending, firing or resolved.")
    private @Nullable String state;

    @Option(names = "--rule", paramLabel = "RULE", description = "Of this rule.")
    private @Nullable String rule;

    @Option(names = "--device", paramLabel = "DEVICE", description = "Of this device.")
    private @Nullable String device;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Of this device, or of what the key of a rule gives: a line, a site.")
    private @Nullable String key;

    @Option(names = "--receiver", paramLabel = "NAME", description = "That this receiver is told of.")
    private @Nullable String receiver;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            description = "No more than these, up to 10000; by default 1000. What has ended is left out first.")
    private @Nullable Integer limit;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode answer = gateway.get("/api/v1/alerts", query());
        if (gateway.isJson()) {
            out.println(answer.toPrettyString());
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode alert : answer.path("alerts")) {
            rows.add(List.of(
                    alert.path("state").asText(),
                    alert.path("severity").asText(),
                    alert.path("rule").asText(),
                    alert.path("device").asText(alert.path("key").asText()),
                    alert.path("since").asText(),
                    alert.path("value").isNull() ? "" : alert.path("value").asText(),
                    note(alert),
                    alert.path("fingerprint").asText()));
        }
        Table.print(
                out,
                List.of("state", "severity", "rule", "device", "since", "value", "", "fingerprint"),
                rows,
                "There are no such alerts.");
        String leftOut = leftOut(answer);
        if (!leftOut.isEmpty()) {
            out.println(leftOut);
        }
        return 0;
    }

    private static String leftOut(JsonNode answer) {
        int open = 0;
        for (JsonNode alert : answer.path("alerts")) {
            open += alert.path("state").asText().equals("resolved") ? 0 : 1;
        }
        int more = answer.path("total").asInt() - answer.path("alerts").size();
        int moreOpen = answer.path("open").asInt() - open;
        if (more <= 0) {
            return "";
        }
        return "and " + more + " more, of which " + (moreOpen > 0 ? moreOpen : "none")
                + (moreOpen == 1 ? " is" : " are") + " pending or firing; a higher --limit, or conditions, show them";
    }

    private static String note(JsonNode alert) {
        if (!alert.path("silenced_by").isNull()) {
            return "silenced";
        }
        if (!alert.path("acknowledged").isNull()) {
            return "acknowledged by "
                    + alert.path("acknowledged").path("author").asText();
        }
        return alert.path("inhibited").asBoolean() ? "inhibited" : "";
    }

    private List<Map.Entry<String, String>> query() {
        Map<String, @Nullable String> given = new LinkedHashMap<>();
        given.put("state", state);
        given.put("rule", rule);
        given.put("device", device);
        given.put("key", key);
        given.put("receiver", receiver);
        given.put("limit", limit == null ? null : limit.toString());
        List<Map.Entry<String, String>> query = new ArrayList<>();
        given.forEach((name, value) -> {
            if (value != null) {
                query.add(Map.entry(name, value));
            }
        });
        matchers.forEach(matcher -> query.add(Map.entry("matcher", matcher)));
        return query;
    }
}
