package io.fieldgate.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything about dead letters. */
@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        description = "Dead letters: messages that can never succeed as they are, in the Kafka topics <topic>.dlq.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DlqLsCommand.class, DlqShowCommand.class, DlqReplayCommand.class})
public final class DlqCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
