package io.fieldgate;

import io.fieldgate.command.AlertsCommand;
import io.fieldgate.command.CompletionCommand;
import io.fieldgate.command.DevicesCommand;
import io.fieldgate.command.DlqCommand;
import io.fieldgate.command.DoctorCommand;
import io.fieldgate.command.DryRunCommand;
import io.fieldgate.command.FieldgateCommand;
import io.fieldgate.command.GraphCommand;
import io.fieldgate.command.ImportCommand;
import io.fieldgate.command.LintCommand;
import io.fieldgate.command.NewCommand;
import io.fieldgate.command.RunCommand;
import io.fieldgate.command.TablesCommand;
import io.fieldgate.command.TapCommand;
import io.fieldgate.command.TemplatesCommand;
import io.fieldgate.command.TestCommand;
import io.fieldgate.command.TokenCommand;
import io.fieldgate.command.TopCommand;
import io.fieldgate.command.TopicsCommand;
import io.fieldgate.command.UserCommand;
import io.fieldgate.embedded.DemoCommand;
import picocli.CommandLine;

/** The main class: reads the command line and starts what it names. Spring is loaded only by commands that need it. */
public final class Fieldgate {
    private Fieldgate() {}

    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new FieldgateCommand())
                .addSubcommand(new RunCommand(Gateway.class))
                .addSubcommand(new ImportCommand(Gateway.class))
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new LintCommand())
                .addSubcommand(new GraphCommand())
                .addSubcommand(new TokenCommand(System.out, System.err))
                .addSubcommand(new UserCommand(System.in, System.out, System.err))
                .addSubcommand(new TopicsCommand())
                .addSubcommand(new TablesCommand(Gateway.class))
                .addSubcommand(new AlertsCommand())
                .addSubcommand(new DevicesCommand())
                .addSubcommand(new DlqCommand())
                .addSubcommand(new TopCommand())
                .addSubcommand(new TapCommand())
                .addSubcommand(new TestCommand())
                .addSubcommand(new DryRunCommand())
                .addSubcommand(new TemplatesCommand())
                .addSubcommand(new NewCommand(System.in, "yes".equals(System.getenv("IN_FROM_TERMINAL"))))
                .addSubcommand(new DemoCommand(Gateway.class))
                .addSubcommand(new CompletionCommand());
        int code = FieldgateCommand.execute(commandLine, arguments);
        System.exit(code);
    }
}
