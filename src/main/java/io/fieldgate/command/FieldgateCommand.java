package io.fieldgate.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top of the command line. */
@Command(
        name = "fieldgate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "IoT integration gateway: MQTT into Apache Kafka without losing a message, and on into databases.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate demo               everything in one process, with simulated devices",
            "  ./fieldgate demo --ports auto  the same beside something that uses its ports",
            "  ./fieldgate run                against the brokers of config/application.yaml",
            "  ./fieldgate doctor             whether all that the gateway needs is there, and the cure",
            "  ./fieldgate lint               every mistake in routes/ and config/, with its line",
            "  ./fieldgate graph              which way messages take, as a picture",
            "  ./fieldgate import FILE --topic T   a file into a topic",
            "  ./fieldgate token new NAME --path P   lets a client send over HTTP",
            "  ./fieldgate topics plan        what Kafka lacks of config/topics.yaml",
            "  ./fieldgate tables plan        what the database lacks of config/tables.yaml",
            "  ./fieldgate top                what the routes of a running gateway do",
            "  ./fieldgate tap ROUTE          messages on their way through a route",
            "  ./fieldgate devices ls         which devices send to a running gateway, and which do not any more",
            "  ./fieldgate alerts ls          what fires on a running gateway",
            "  ./fieldgate dlq ls             what could not succeed, and why",
            "  ./fieldgate test               whether routes and alert rules do what their tests say"
        })
public final class FieldgateCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    /** Runs the command line; a {@link CommandFailure} becomes one line and its exit code. */
    public static int execute(CommandLine commandLine, String... arguments) {
        commandLine.setExecutionExceptionHandler((exception, failed, parsed) -> {
            CommandFailure failure = CommandFailure.in(exception);
            if (failure == null) {
                throw exception;
            }
            failed.getErr().println(" x " + failure.getMessage());
            return failure.exitCode();
        });
        return commandLine.execute(arguments);
    }
}
