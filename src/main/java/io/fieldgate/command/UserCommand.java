package io.fieldgate.command;

import io.fieldgate.http.user.Role;
import io.fieldgate.http.user.User;
import io.fieldgate.http.user.UserFile;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Makes, lists and deletes those who may log in to the console. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = {
            "Makes, lists and deletes those who may log in to the console.",
            "They stand in config/users.yaml; a running gateway takes a change within a second."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate user new anna --role operator",
            "  pass show gateway/anna | ./fieldgate user new anna --role operator --password-stdin"
        })
public final class UserCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Where they stand (config/users.yaml).")
    private @Nullable Path file;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream notes;

    /**
     * @param in has a password when that is asked for
     * @param out what was asked for
     * @param notes what is said about it
     */
    public UserCommand(InputStream in, PrintStream out, PrintStream notes) {
        this.in = in;
        this.out = out;
        this.notes = notes;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = "Makes a user. Asks for the password; only its hash is kept.")
    int create(
            @Parameters(paramLabel = "NAME", description = "As the user types it.") String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "What the user may do: viewer, operator or admin.")
                    String text,
            @Option(names = "--password-stdin", description = "Read the password from standard input, a line.")
                    boolean fromInput) {
        Role role = Role.of(text);
        if (role == null) {
            throw new ParameterException(spec.commandLine(), "--role " + Role.faultOf(text));
        }
        String password = password(fromInput);
        users().change(path -> {
            new UserFile(path).add(name, password, role);
            return name;
        });
        notes.println(" √ user " + name + " may log in as " + role + ".");
        return 0;
    }

    @Command(name = "ls", mixinStandardHelpOptions = true, description = "Lists the users, without hashes.")
    int list() {
        List<List<String>> rows = new ArrayList<>();
        for (User user : users().change(path -> new UserFile(path).users())) {
            rows.add(List.of(user.name(), user.role().toString()));
        }
        if (rows.isEmpty()) {
            out.println("There are no users.");
        } else {
            new Transcript(out).table(List.of("name", "role"), rows);
        }
        return 0;
    }

    @Command(
            name = "password",
            mixinStandardHelpOptions = true,
            description = "Gives a user another password, which ends the sessions of the one before.")
    int changePassword(
            @Parameters(paramLabel = "NAME", description = "As ./fieldgate user ls shows it.") String name,
            @Option(names = "--password-stdin", description = "Read the password from standard input, a line.")
                    boolean fromInput) {
        String password = password(fromInput);
        users().change(path -> {
            new UserFile(path).changePassword(name, password);
            return name;
        });
        notes.println(" √ user " + name + " has another password; who was logged in is asked again.");
        return 0;
    }

    @Command(name = "rm", mixinStandardHelpOptions = true, description = "Deletes a user.")
    int remove(@Parameters(paramLabel = "NAME", description = "As ./fieldgate user ls shows it.") String name) {
        users().change(path -> {
            new UserFile(path).remove(name);
            return name;
        });
        notes.println(" √ user " + name + " is deleted; a running gateway ends its sessions within a second.");
        return 0;
    }

    private NamedFile users() {
        return new NamedFile(file, "users.yaml");
    }

    private String password(boolean fromInput) {
        if (fromInput) {
            return line();
        }
        Console console = terminal();
        if (console == null) {
            throw new CommandFailure(
                    CommandFailure.CONFIGURATION,
                    "There is no terminal to ask for the password; use --password-stdin.");
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Once more: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new CommandFailure(CommandFailure.CONFIGURATION, "They differ. Nothing was changed.");
        }
        return new String(first);
    }

    /** Since Java 22 there is a console also where nobody types; then it has no password to give. */
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console terminal() {
        return System.console();
    }

    private String line() {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    CommandFailure.CONFIGURATION, "Standard input cannot be read: " + unreadable.getMessage());
        }
    }
}
