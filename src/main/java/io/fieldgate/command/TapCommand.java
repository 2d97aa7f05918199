package io.fieldgate.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows messages on their way through a route of a running gateway. */
@Command(
        name = "tap",
        mixinStandardHelpOptions = true,
        description = {
            "Shows messages on their way through a route of a running gateway: as they enter it, and after each step.",
            "Failures as long as it runs, everything for 15 minutes. What is called password, token, secret and the like is"
                    + " masked (fieldgate.tap.mask). What is more than the limit, or than the terminal takes, is counted and"
                    + " left out; the route never waits.",
            "The exit code is 0 when the gateway ends it, 1 when no gateway answers or it refuses, 2 when the command is"
                    + " written wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate tap plant-telemetry",
            "  ./fieldgate tap plant-telemetry --device 'oven-*' --limit 5/s --headers",
            "  ./fieldgate tap telemetry-to-database --failed",
            "  ./fieldgate tap plant-telemetry --json | jq .body"
        })
public final class TapCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Parameters(paramLabel = "ROUTE", description = "Id of the route; ./fieldgate top lists them.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String route;

    @Option(names = "--step", paramLabel = "ID", description = "Only at this step.")
    private @Nullable String step;

    @Option(names = "--device", paramLabel = "GLOB", description = "Only of these devices, * stands for anything.")
    private @Nullable String device;

    @Option(names = "--failed", description = "Only what fails.")
    private boolean failed;

    @Option(
            names = "--limit",
            paramLabel = "N/s",
            defaultValue = "100/s",
            description = "The most that is shown in a second, failures apart (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String limit;

    @Option(names = "--headers", description = "Show headers too.")
    private boolean headers;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String path = "/api/v1/routes/"
                + URLEncoder.encode(route, StandardCharsets.UTF_8).replace("+", "%20") + "/tap";
        gateway.listen(path, query(), data -> {
            print(out, data);
            out.flush();
        });
        return 0;
    }

    private List<Map.Entry<String, String>> query() {
        if (!limit.matches("[0-9]+(/s)?")) {
            throw new ParameterException(
                    spec.commandLine(), "--limit is '" + limit + "', allowed is a number a second like 100/s.");
        }
        List<Map.Entry<String, String>> query = new ArrayList<>();
        query.add(Map.entry("limit", limit.replace("/s", "")));
        if (step != null) {
            query.add(Map.entry("step", step));
        }
        if (device != null) {
            query.add(Map.entry("device", device));
        }
        if (failed) {
            query.add(Map.entry("failed", "true"));
        }
        return query;
    }

    private void print(PrintWriter out, String data) {
        if (gateway.isJson()) {
            out.println(data);
            return;
        }
        JsonNode event;
        try {
            event = JSON.readTree(data);
        } catch (JsonProcessingException garbled) {
            return;
        }
        if (event.has("dropped")) {
            out.println(" ~ " + event.path("dropped").asLong() + " left out so far, see --limit");
        } else if (event.has("note")) {
            out.println(" ~ " + event.path("note").asText());
        } else {
            out.println(Table.plain(line(event)));
            if (headers) {
                event.path("headers")
                        .properties()
                        .forEach(header -> out.println(Table.plain("      " + header.getKey() + ": "
                                + header.getValue().asText())));
            }
            if (event.hasNonNull("failure")) {
                out.println(CalledFrom.coloured(
                        " x    " + Table.plain(event.path("failure").asText())));
            }
        }
    }

    private static String line(JsonNode event) {
        String time = event.path("at").asText().replaceFirst("^.*T", "").replaceFirst("Z$", "");
        boolean enters = event.path("moment").asText().equals("enters");
        return String.join(
                "  ",
                time,
                (enters ? "> " : "") + event.path("step").asText(),
                event.hasNonNull("device") ? event.path("device").asText() : "-",
                event.hasNonNull("body") ? event.path("body").asText() : "");
    }
}
