package io.fieldgate.command;

import io.fieldgate.http.AllowedPath;
import io.fieldgate.http.Token;
import io.fieldgate.http.TokenFile;
import io.fieldgate.http.user.Role;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes the tokens of HTTP clients. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Makes, lists and revokes the tokens with which clients send over HTTP and use the API.",
            "They stand in config/tokens.yaml; a running gateway takes a change within a second."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate token new shop --path /v1/clicks",
            "  ./fieldgate token new oven-07 --path '/v1/telemetry/*' --device oven-07",
            "  ./fieldgate token new wallboard --role viewer"
        })
public final class TokenCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Where they stand (config/tokens.yaml).")
    private @Nullable Path file;

    private final PrintStream out;
    private final PrintStream notes;

    /**
     * @param out what was asked for
     * @param notes what is said about it
     */
    public TokenCommand(PrintStream out, PrintStream notes) {
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
            description = {
                "Makes a token and prints its secret, once: only its hash is kept.",
                "The secret alone goes to standard output, what is said about it to standard error."
            })
    int create(
            @Parameters(paramLabel = "NAME", description = "Of the device or application, for the operator.")
                    String name,
            @Option(
                            names = "--path",
                            paramLabel = "PATH",
                            description =
                                    "What it may use; '*' is any one level, '**' at the end the rest. Repeatable. With a"
                                            + " role it is '/api/**' when nothing is said.")
                    @Nullable
                    List<String> paths,
            @Option(names = "--device", paramLabel = "DEVICE", description = "It may send for this one only.") @Nullable
                    String device,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "What it may do under /api: viewer, operator or admin.")
                    @Nullable
                    String role) {
        if (paths == null && role == null) {
            throw new ParameterException(
                    spec.commandLine(), "A token needs --path, for what it sends, or --role, for the API.");
        }
        String fault = role == null ? null : Role.faultOf(role);
        if (fault != null) {
            throw new ParameterException(spec.commandLine(), "--role " + fault);
        }
        List<String> asked = paths == null ? List.of() : paths;
        String secret = in(tokens -> tokens.add(name, asked, device, role == null ? null : Role.of(role)));
        notes.println(" √ token " + name + " may use " + (asked.isEmpty() ? "/api/**" : String.join(" ", asked))
                + (role == null ? "" : " as " + role)
                + (device == null ? "" : " for the device " + device)
                + ". Note its secret, it is shown this once:");
        out.println(secret);
        notes.println("   A client sends it as the header  Authorization: Bearer <secret>");
        return 0;
    }

    @Command(name = "ls", mixinStandardHelpOptions = true, description = "Lists the tokens, without secrets.")
    int list() {
        List<List<String>> rows = new ArrayList<>();
        for (Token token : in(TokenFile::tokens)) {
            String paths = token.paths().stream().map(AllowedPath::pattern).collect(Collectors.joining(" "));
            String device = token.device();
            rows.add(List.of(
                    token.name(), device == null ? "any" : device, Objects.toString(token.apiRole(), "-"), paths));
        }
        if (rows.isEmpty()) {
            out.println("There are no tokens.");
        } else {
            new Transcript(out).table(List.of("name", "device", "role", "paths"), rows);
        }
        return 0;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Takes a token away.")
    int revoke(@Parameters(paramLabel = "NAME", description = "As ./fieldgate token ls shows it.") String name) {
        in(tokens -> {
            tokens.revoke(name);
            return name;
        });
        notes.println(" √ token " + name + " is revoked; a running gateway refuses it within a second.");
        return 0;
    }

    private interface Work<T> {
        T on(TokenFile tokens) throws IOException;
    }

    private <T> T in(Work<T> work) {
        return new NamedFile(file, "tokens.yaml").change(path -> work.on(new TokenFile(path)));
    }
}
