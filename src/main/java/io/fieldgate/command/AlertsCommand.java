package io.fieldgate.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything about alerts. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = "Alerts on Kafka topics, by the rules of config/alerts.yaml.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AlertsLsCommand.class,
            AlertsAckCommand.class,
            AlertsSilenceCommand.class,
            AlertsTestCommand.class,
            AlertsRouteCommand.class
        })
public final class AlertsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
