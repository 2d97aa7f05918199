package io.fieldgate.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may send what: asks for a bearer token (RFC 6750) as soon as there is a file of tokens. */
final class Access {
    private static final String HEADER = "Authorization";
    private static final String SCHEME = "Bearer ";
    private static final double BAD_LOGINS_PER_SECOND = 0.5;
    private static final int BAD_LOGINS_AT_ONCE = 30;
    private static final int MOST_ADDRESSES = 10_000;

    private final Tokens tokens;
    private final RateLimit badLogins = new RateLimit(BAD_LOGINS_PER_SECOND, BAD_LOGINS_AT_ONCE, MOST_ADDRESSES);

    Access(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Whether some token may do anything under {@code /api}. */
    boolean leadsToApi() {
        return tokens.leadToApi();
    }

    boolean asksForTokens() {
        return tokens.required();
    }

    /**
     * Who sends a request; null when nobody is asked.
     *
     * @throws Problem when it is nobody, or somebody who may not
     */
    @Nullable
    Token token(HttpServletRequest request, String path, List<String> captures, List<String> captured) {
        if (!tokens.required()) {
            return null;
        }
        Token token = bearer(request, path);
        String device = token.device();
        int capture = captures.indexOf("device");
        if (device != null && capture >= 0 && !device.equals(captured.get(capture))) {
            throw mismatch();
        }
        return token;
    }

    /**
     * Who asks under {@code /api}; null when a request shows no token.
     *
     * @throws Problem when it shows a wrong one, or one for other paths
     */
    @Nullable
    Token apiToken(HttpServletRequest request, String path) {
        return request.getHeader(HEADER) == null ? null : bearer(request, path);
    }

    /** Whether a token that was valid still is, for the same and in the same role. */
    boolean isValid(Token token) {
        return tokens.have(token);
    }

    private Token bearer(HttpServletRequest request, String path) {
        String credentials = request.getHeader(HEADER);
        boolean bearer = credentials != null && credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        Token token =
                bearer ? tokens.find(credentials.substring(SCHEME.length()).strip()) : null;
        if (token == null) {
            throw unknown(request);
        }
        if (!token.mayUse(path)) {
            throw Problem.of(403, "PATH", "The token may not use this path.");
        }
        return token;
    }

    static Problem mismatch() {
        return Problem.of(403, "IDENTITY_MISMATCH", "The token speaks for another device. Nothing was stored.");
    }

    private Problem unknown(HttpServletRequest request) {
        long wait = badLogins.tryTake(CallerAddress.counted(request.getRemoteAddr()), 1);
        return wait > 0 ? limited("Too many requests without a valid token came from this address.", wait) : nobody();
    }

    static Problem nobody() {
        return Problem.of(
                401,
                "UNAUTHORIZED",
                "A valid token is needed in the header Authorization: Bearer.",
                "WWW-Authenticate",
                "Bearer realm=\"fieldgate\"");
    }

    static Problem limited(String why, long waitMillis) {
        return Problem.of(429, "RATE", why, "Retry-After", Long.toString((waitMillis + 999) / 1000));
    }
}
