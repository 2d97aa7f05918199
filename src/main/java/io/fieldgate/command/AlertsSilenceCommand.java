package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Silences of a running gateway. */
@Command(
        name = "silence",
        mixinStandardHelpOptions = true,
        description = {
            "Nobody is told of alerts that match, until the time is over. Without matchers: lists the silences.",
            "The exit code is 0, or 1 when the gateway refuses or none answers, or 2 when the command is written wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate alerts silence 'device=\"pump-7\"' --for 2h --comment 'bearing is changed'",
            "  ./fieldgate alerts silence 'area=~\"north|west\"' 'severity!=\"critical\"' --for 30m --comment test",
            "  ./fieldgate alerts silence                     lists them",
            "  ./fieldgate alerts silence --expire ID         ends one now"
        })
public final class AlertsSilenceCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/alerts/silences";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Parameters(
            arity = "0..*",
            paramLabel = "MATCHER",
            description =
                    "Conditions on labels that all must hold: area=\"north\", with = != =~ !~. The rule is alertname;"
                            + " device and severity are labels too.")
    private List<String> matchers = new ArrayList<>();

    @Option(names = "--for", paramLabel = "TIME", description = "How long, for example 30m, 2h or 7d.")
    private @Nullable String duration;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why.")
    private @Nullable String comment;

    @Option(
            names = "--author",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who it is (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String author;

    @Option(names = "--expire", paramLabel = "ID", description = "Ends the silence of this id now.")
    private @Nullable String expire;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (expire != null) {
            return expire(out, expire);
        }
        if (!matchers.isEmpty()) {
            return silence(out);
        }
        if (duration != null || comment != null) {
            throw new ParameterException(
                    spec.commandLine(), "Say which alerts are silenced, for example 'device=\"pump-7\"'.");
        }
        return list(out);
    }

    private int silence(PrintWriter out) {
        if (duration == null || comment == null) {
            throw new ParameterException(spec.commandLine(), "A silence needs --for, how long, and --comment, why.");
        }
        JsonNode made = gateway.post(
                PATH, Map.of("matchers", matchers, "duration", duration, "author", author, "comment", comment));
        out.println(
                gateway.isJson()
                        ? made.toPrettyString()
                        : " √ silence " + made.path("id").asText() + " until "
                                + made.path("ends_at").asText());
        return 0;
    }

    private int expire(PrintWriter out, String id) {
        if (!matchers.isEmpty() || !id.matches("[0-9a-zA-Z-]{1,64}")) {
            throw new ParameterException(
                    spec.commandLine(), "--expire takes the id of a silence, ./fieldgate alerts silence shows them.");
        }
        JsonNode ended = gateway.delete(PATH + "/" + id);
        out.println(gateway.isJson() ? ended.toPrettyString() : " √ silence " + id + " is over.");
        return 0;
    }

    private int list(PrintWriter out) {
        JsonNode answer = gateway.get(PATH, List.of());
        if (gateway.isJson()) {
            out.println(answer.toPrettyString());
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode silence : answer.path("silences")) {
            rows.add(List.of(
                    silence.path("state").asText(),
                    silence.path("ends_at").asText(),
                    StreamSupport.stream(silence.path("matchers").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(" ")),
                    silence.path("author").asText(),
                    silence.path("comment").asText(),
                    silence.path("id").asText()));
        }
        Table.print(
                out, List.of("state", "until", "alerts", "author", "comment", "id"), rows, "There are no silences.");
        return 0;
    }
}
