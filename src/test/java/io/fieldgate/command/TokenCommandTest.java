package io.fieldgate.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TokenCommandTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void printsTheSecretAloneSoThatAScriptCanTakeIt() {
        assertThat(execute("token", "new", "oven-07", "--path", "/v1/telemetry/*", "--device", "oven-07"))
                .isZero();

        String secret = output.toString(UTF_8).strip();
        assertThat(secret).matches("fg_[A-Za-z0-9_-]{43}");
        assertThat(notes.toString(UTF_8)).contains(" √ token oven-07 may use /v1/telemetry/* for the device oven-07");
        assertThat(file()).content().doesNotContain(secret).contains(Sha256.hex(secret.getBytes(UTF_8)));
    }

    @Test
    void listsTokensWithoutTheirHashes() {
        execute("token", "new", "shop", "--path", "/v1/clicks", "--path", "/v1/orders");
        execute("token", "new", "oven-07", "--path", "/v1/telemetry/*", "--device", "oven-07");
        execute("token", "new", "wall", "--role", "viewer");
        output.reset();

        assertThat(execute("token", "ls")).isZero();

        assertThat(output.toString(UTF_8).lines())
                .containsExactly(
                        "   name     device   role    paths",
                        "   shop     any      -       /v1/clicks /v1/orders",
                        "   oven-07  oven-07  -       /v1/telemetry/*",
                        "   wall     any      viewer  /api/**");
    }

    @Test
    void revokesATokenByItsName() {
        execute("token", "new", "shop", "--path", "/v1/clicks");
        assertThat(execute("token", "revoke", "shop")).isZero();
        output.reset();

        execute("token", "ls");

        assertThat(output.toString(UTF_8)).isEqualTo("There are no tokens.\n");
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        assertThat(execute("token", "revoke", "shop")).isEqualTo(CommandFailure.CONFIGURATION);

        assertThat(notes.toString(UTF_8)).isEqualTo(" x there is no token 'shop', there are []\n");
    }

    @Test
    void asksForAPathOrARoleAndACommand() {
        assertThat(execute("token", "new", "shop")).isEqualTo(2);
        assertThat(notes.toString(UTF_8)).contains("A token needs --path, for what it sends, or --role, for the API.");
        assertThat(execute("token", "new", "shop", "--role", "boss")).isEqualTo(2);
        assertThat(notes.toString(UTF_8)).contains("'boss' is no role, allowed are [viewer, operator, admin]");
        assertThat(execute("token")).isEqualTo(2);
        assertThat(notes.toString(UTF_8)).contains("Name a command.", "new", "ls", "revoke");
    }

    private Path file() {
        return folder.resolve("tokens.yaml");
    }

    private int execute(String... arguments) {
        PrintStream err = new PrintStream(notes, true, UTF_8);
        CommandLine commandLine = new CommandLine(new FieldgateCommand())
                .addSubcommand(new TokenCommand(new PrintStream(output, true, UTF_8), err));
        commandLine.setErr(new PrintWriter(err, true, UTF_8));
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--file";
        all[arguments.length + 1] = file().toString();
        return FieldgateCommand.execute(commandLine, all);
    }
}
