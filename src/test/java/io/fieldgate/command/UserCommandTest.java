package io.fieldgate.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.http.user.Users;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UserCommandTest {
    private static final String PASSWORD = "correct horse battery";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void makesAUserWithThePasswordOfStandardInput() {
        assertThat(execute(PASSWORD + "\n", "new", "anna", "--role", "operator", "--password-stdin"))
                .isZero();

        assertThat(notes.toString(UTF_8)).isEqualTo(" √ user anna may log in as operator.\n");
        assertThat(Users.load(file()).find("anna", PASSWORD)).isNotNull();
    }

    @Test
    void listsUsersWithoutTheirHashes() {
        execute(PASSWORD, "new", "anna", "--role", "operator", "--password-stdin");
        execute(PASSWORD, "new", "bert", "--role", "viewer", "--password-stdin");

        assertThat(execute("", "ls")).isZero();

        assertThat(output.toString(UTF_8).lines())
                .containsExactly("   name  role", "   anna  operator", "   bert  viewer");
    }

    @Test
    void changesAPasswordAndDeletesAUser() {
        execute(PASSWORD, "new", "anna", "--role", "operator", "--password-stdin");

        assertThat(execute("something else of hers", "password", "anna", "--password-stdin"))
                .isZero();
        assertThat(Users.load(file()).find("anna", PASSWORD)).isNull();
        assertThat(Users.load(file()).find("anna", "something else of hers")).isNotNull();
        assertThat(execute("", "rm", "anna")).isZero();
        execute("", "ls");

        assertThat(output.toString(UTF_8)).isEqualTo("There are no users.\n");
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        assertThat(execute("short", "new", "anna", "--role", "viewer", "--password-stdin"))
                .isEqualTo(CommandFailure.CONFIGURATION);
        assertThat(notes.toString(UTF_8))
                .isEqualTo(" x The password must have 12 characters at least, and 72 bytes at most.\n");
        assertThat(execute("", "new", "anna", "--role", "boss")).isEqualTo(2);
        assertThat(notes.toString(UTF_8)).contains("'boss' is no role, allowed are [viewer, operator, admin]");
        assertThat(execute("")).isEqualTo(2);
        assertThat(notes.toString(UTF_8)).contains("Name a command.");
    }

    private Path file() {
        return folder.resolve("users.yaml");
    }

    private int execute(String input, String... arguments) {
        PrintStream err = new PrintStream(notes, true, UTF_8);
        CommandLine commandLine = new CommandLine(new FieldgateCommand())
                .addSubcommand(new UserCommand(
                        new ByteArrayInputStream(input.getBytes(UTF_8)), new PrintStream(output, true, UTF_8), err));
        commandLine.setErr(new PrintWriter(err, true, UTF_8));
        String[] all = new String[arguments.length + 3];
        all[0] = "user";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--file";
        all[arguments.length + 2] = file().toString();
        return FieldgateCommand.execute(commandLine, all);
    }
}
