package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Acknowledges an alert of a running gateway. */
@Command(
        name = "ack",
        mixinStandardHelpOptions = true,
        description = {
            "Says that somebody looks after an alert: it is not repeated any more. Its end is told, and so is another severity.",
            "The exit code is 0, or 1 when there is no such alert or no gateway answers, or 2 when the command is written"
                    + " wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = "  ./fieldgate alerts ack 3f1c9a0b22d4e671 --comment 'on my way'")
public final class AlertsAckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Parameters(paramLabel = "FINGERPRINT", description = "Of the alert, as ./fieldgate alerts ls shows it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String fingerprint;

    @Option(
            names = "--author",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who it is (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String author;

    @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "", description = "What is done about it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String comment;

    @Override
    public Integer call() {
        if (!fingerprint.matches("[0-9a-zA-Z-]{1,64}")) {
            throw new ParameterException(
                    spec.commandLine(), "'" + fingerprint + "' is no fingerprint, ./fieldgate alerts ls shows them.");
        }
        PrintWriter out = spec.commandLine().getOut();
        JsonNode answer = gateway.post(
                "/api/v1/alerts/" + fingerprint + "/acknowledge", Map.of("author", author, "comment", comment));
        out.println(
                gateway.isJson()
                        ? answer.toPrettyString()
                        : " √ " + fingerprint + " is acknowledged by " + author + ", it is not repeated any more.");
        return 0;
    }
}
