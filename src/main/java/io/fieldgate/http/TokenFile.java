package io.fieldgate.http;

import static io.fieldgate.yaml.ListFile.quoted;

import io.fieldgate.http.user.Role;
import io.fieldgate.message.Sha256;
import io.fieldgate.yaml.ListFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file of tokens as the command line changes it. */
public final class TokenFile {
    /** Lets scanners of source code find secrets of ours. */
    private static final String PREFIX = "fg_";

    private static final int SECRET_BYTES = 32;

    private static final String NEW = """
            # Who may send over HTTP. "./fieldgate token" writes this file, and it can be edited by hand; a running gateway takes a
            # change within a second. Only the SHA-256 of a secret stands here. While this file exists, also with an empty list,
            # nobody is let in without a token.
            #
            # paths: what it may use: '*' is any one level, '**' at the end all that follow.
            # device: it may send for this one only, as the {device} of the path says.
            # role: what it may do under /api: viewer, operator or admin. Without paths it may use /api alone. A token without a role
            # whose paths lead to /api may do everything there.
            tokens:
            """;

    private final ListFile<Token> file;

    public TokenFile(Path file) {
        this.file = new ListFile<>(
                file,
                new ListFile.Form<>(
                        "tokens",
                        "token",
                        "./fieldgate token",
                        NEW,
                        false,
                        text -> TokenList.parse(file, text).listed(),
                        Token::name,
                        TokenFile::lines));
    }

    /**
     * All tokens in their order; none when there is no file.
     *
     * @throws IllegalArgumentException when it is wrong: each mistake with its line and what is allowed
     */
    public List<Token> tokens() throws IOException {
        return file.values();
    }

    /**
     * Adds a token.
     *
     * @param paths that it may use; none with a role = those of the API
     * @return its secret, which is kept nowhere
     * @throws IllegalArgumentException saying what cannot be, and what is allowed
     */
    public String add(String name, List<String> paths, @Nullable String device, @Nullable Role role)
            throws IOException {
        refuse(Token.faultOfName(name));
        String faultOfDevice = device == null ? null : Token.faultOfDevice(device);
        refuse(faultOfDevice == null ? null : "'" + device + "' " + faultOfDevice);
        List<AllowedPath> allowed = paths.isEmpty() && role != null
                ? List.of(AllowedPath.API)
                : paths.stream().map(AllowedPath::new).toList();
        String secret = secret();
        file.add(new Token(name, Sha256.hex(secret), allowed, device, role));
        return secret;
    }

    /**
     * Takes a token away.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public void revoke(String name) throws IOException {
        file.remove(name);
    }

    private static void refuse(@Nullable String fault) {
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static List<String> lines(Token token) {
        List<String> lines = new ArrayList<>();
        lines.add("- name: " + quoted(token.name()));
        lines.add("  sha256: " + quoted(token.sha256()));
        lines.add("  paths: "
                + token.paths().stream().map(path -> quoted(path.pattern())).toList());
        if (token.device() != null) {
            lines.add("  device: " + quoted(token.device()));
        }
        if (token.role() != null) {
            lines.add("  role: " + token.role());
        }
        return lines;
    }
}
