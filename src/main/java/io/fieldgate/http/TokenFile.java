package io.fieldgate.http;

import io.fieldgate.http.user.Role;
import io.fieldgate.message.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The file of tokens as the command line changes it. Comments, and entries written by hand, stay as they are; the file is
 * replaced as a whole, so that a gateway never reads half of it.
 */
public final class TokenFile {
    /** Lets scanners of source code find secrets of ours. */
    private static final String PREFIX = "fg_";

    private static final int SECRET_BYTES = 32;
    private static final Pattern NONE = Pattern.compile("(?m)^tokens:[ \\t]*(\\[[ \\t]*])?[ \\t]*$");

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

    private final Path file;

    public TokenFile(Path file) {
        this.file = file;
    }

    /**
     * All tokens in their order; none when there is no file.
     *
     * @throws IllegalArgumentException when it is wrong: each mistake with its line and what is allowed
     */
    public List<Token> tokens() throws IOException {
        return TokenList.parse(file, text()).tokens();
    }

    /** Whose last line has an end. */
    private String text() throws IOException {
        try {
            String text = Files.readString(file);
            return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        } catch (NoSuchFileException none) {
            return "";
        }
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
        String secret = secret();
        List<AllowedPath> allowed = paths.isEmpty() && role != null
                ? List.of(AllowedPath.API)
                : paths.stream().map(AllowedPath::new).toList();
        Token token = new Token(name, Sha256.hex(secret), allowed, device, role);
        change(text -> {
            TokenList before = TokenList.parse(file, text);
            List<Token> tokens = new ArrayList<>(before.tokens());
            if (tokens.stream().anyMatch(other -> other.name().equals(name))) {
                throw new IllegalArgumentException("there is a token '" + name + "' already, revoke it first");
            }
            tokens.add(token);
            return new Change(head(text, before) + entry(token, indent(before)), tokens);
        });
        return secret;
    }

    /**
     * Takes a token away.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public void revoke(String name) throws IOException {
        change(text -> {
            List<TokenList.Listed> listed = TokenList.parse(file, text).listed();
            TokenList.Listed revoked = listed.stream()
                    .filter(entry -> entry.token().name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no token '" + name + "', there are "
                            + listed.stream().map(entry -> entry.token().name()).toList()));
            List<Token> left = listed.stream()
                    .map(TokenList.Listed::token)
                    .filter(token -> !token.name().equals(name))
                    .toList();
            return new Change(without(text, revoked), left);
        });
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

    /** Everything before a new entry. */
    private static String head(String text, TokenList before) {
        if (text.isBlank()) {
            return NEW;
        }
        if (!before.listed().isEmpty()) {
            return text;
        }
        Matcher none = NONE.matcher(text);
        return none.find() ? none.replaceFirst("tokens:") : text + "tokens:\n";
    }

    private static String indent(TokenList before) {
        List<TokenList.Listed> listed = before.listed();
        int dash = listed.isEmpty() ? 2 : listed.get(listed.size() - 1).column() - 2;
        return " ".repeat(Math.max(0, dash));
    }

    private static String entry(Token token, String indent) {
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
        return lines.stream().map(line -> indent + line + "\n").collect(Collectors.joining());
    }

    /** Any text is safe between single quotes. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String without(String text, TokenList.Listed revoked) {
        List<String> lines = text.lines().toList();
        int end = Math.min(revoked.end(), lines.size());
        // What follows an entry may be the heading of the next one.
        while (end > revoked.line() + 1 && isComment(lines.get(end - 1))) {
            end--;
        }
        List<String> left = new ArrayList<>(lines.subList(0, revoked.line()));
        left.addAll(lines.subList(end, lines.size()));
        return String.join("\n", left) + "\n";
    }

    private static boolean isComment(String line) {
        return line.isBlank() || line.strip().startsWith("#");
    }

    /** The new text, and what a reader must find in it. */
    private record Change(String text, List<Token> tokens) {}

    private interface Edit {
        Change of(String text);
    }

    private void change(Edit edit) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path next = target.resolveSibling(target.getFileName() + ".next");
        FileChannel channel;
        try {
            channel = FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException busy) {
            throw new IllegalArgumentException(
                    "another ./fieldgate token is at work; if there is none, delete what it left: " + next, busy);
        }
        boolean taken = false;
        try (channel) {
            Change change = edit.of(text());
            if (!isReadAs(change)) {
                throw new IllegalArgumentException(file
                        + " is written in a form that can only be edited by hand; ./fieldgate token changes lists of the form"
                        + " '  - name: ...'");
            }
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(change.text());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            keepPermissions(target, next);
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            taken = true;
        } finally {
            if (!taken) {
                Files.deleteIfExists(next);
            }
        }
    }

    private boolean isReadAs(Change change) {
        try {
            return TokenList.parse(file, change.text()).tokens().equals(change.tokens());
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        if (Files.exists(from) && Files.getFileAttributeView(from, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        }
    }
}
