package io.fieldgate.http;

import static java.util.stream.Collectors.groupingBy;

import io.fieldgate.message.Sha256;
import io.fieldgate.yaml.FollowedText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens of {@code config/tokens.yaml}, as they stand there now. */
final class Tokens {
    /** Ours have 46 characters; nobody may make the gateway hash a megabyte. */
    private static final int MAX_BEARER = 512;
    /** Enough to tell tokens apart, so that only one is compared. */
    private static final int INDEXED_DIGITS = 16;

    private final FollowedText<Known> file;

    private Tokens(FollowedText<Known> file) {
        this.file = file;
    }

    /**
     * @param required whether a token is asked for
     * @param byHash under the first digits of its SHA-256, which a client cannot choose
     */
    private record Known(boolean required, Map<String, List<Token>> byHash) {}

    /**
     * Reads the file; without one, no token is asked for.
     *
     * @throws IllegalArgumentException with a line for each mistake in the file
     */
    static Tokens load(Path file) {
        return new Tokens(FollowedText.load(
                file, "tokens", new Known(false, Map.of()), text -> known(TokenList.parse(file, text))));
    }

    private static Known known(TokenList list) {
        return new Known(
                true,
                list.tokens().stream()
                        .collect(groupingBy(token -> token.sha256().substring(0, INDEXED_DIGITS))));
    }

    /** Whether a token is asked for: since there was a file, even if its list is empty. */
    boolean required() {
        return file.now().required();
    }

    /** Whether one of them may do anything under {@code /api}. */
    boolean leadToApi() {
        return file.now().byHash().values().stream()
                .flatMap(Collection::stream)
                .anyMatch(token -> token.apiRole() != null);
    }

    /**
     * Whose token it is; null when it is nobody's.
     *
     * @param bearer what the client shows
     */
    @Nullable
    Token find(@Nullable String bearer) {
        Known known = file.now();
        if (bearer == null || bearer.length() > MAX_BEARER) {
            return null;
        }
        String shown = Sha256.hex(bearer);
        Token found = null;
        for (Token token : known.byHash().getOrDefault(shown.substring(0, INDEXED_DIGITS), List.of())) {
            if (isEqual(token.sha256(), shown)) {
                found = token;
            }
        }
        return found;
    }

    /** Whether a token stands in the file as it was. */
    boolean have(Token token) {
        return file.now()
                .byHash()
                .getOrDefault(token.sha256().substring(0, INDEXED_DIGITS), List.of())
                .contains(token);
    }

    /** In a time that does not depend on where they differ. */
    private static boolean isEqual(String sha256, String shown) {
        return MessageDigest.isEqual(
                sha256.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.US_ASCII));
    }
}
