package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one device of a running gateway. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a running gateway knows of a device.",
            "The exit code is 0, or 1 when no gateway answers or it has not heard of the device, or 2 when the command is"
                    + " written wrongly."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./fieldgate devices show pump-7")
public final class DevicesShowCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Parameters(paramLabel = "DEVICE", description = "Its name.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String device;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode answer = gateway.get("/api/v1/devices/-", List.of(Map.entry("id", device)));
        if (gateway.isJson()) {
            out.println(answer.toPrettyString());
            return 0;
        }
        line(out, "device", answer.path("id").asText());
        line(out, "state", answer.path("state").asText());
        line(out, "first seen", answer.path("first_seen").asText());
        line(
                out,
                "last seen",
                answer.path("last_seen").isNull()
                        ? "never"
                        : answer.path("last_seen").asText());
        line(
                out,
                "messages",
                answer.path("messages").asText() + ", "
                        + answer.path("messages_per_minute").asText() + " a minute");
        line(
                out,
                "bytes",
                answer.path("bytes").asText() + ", "
                        + answer.path("bytes_per_minute").asText() + " a minute");
        line(out, "late after", answer.path("late_after_ms").asLong() / 1_000 + " s of silence");
        line(out, "silent after", answer.path("silent_after_ms").asLong() / 1_000 + " s");
        line(out, "last values", values(answer));
        line(
                out,
                "route",
                answer.path("route").asText("") + " to topic "
                        + answer.path("topic").asText(""));
        line(out, "rejects", rejects(answer));
        answer.path("gateways")
                .forEach(by -> line(
                        out,
                        "gateway",
                        by.path("gateway").asText() + ": " + by.path("messages").asText() + " messages"));
        return 0;
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("   %-14s %s%n", name, Table.plain(value));
    }

    private static String rejects(JsonNode device) {
        JsonNode last = device.path("last_reject");
        return device.path("rejects").asText()
                + (last.isObject()
                        ? ", the last at " + last.path("at").asText() + " by route "
                                + last.path("route").asText() + ": "
                                + last.path("code").asText()
                        : "");
    }

    /** On one line. */
    static String values(JsonNode device) {
        return device.path("values").properties().stream()
                .map(value -> value.getKey() + "=" + value.getValue().asText())
                .collect(Collectors.joining(" "));
    }
}
