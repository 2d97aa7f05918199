package io.fieldgate.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything about devices. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        description = "Devices of a running gateway: when they sent last, what, and how often.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DevicesLsCommand.class, DevicesShowCommand.class})
public final class DevicesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
