package io.fieldgate.http;

import io.fieldgate.http.user.Role;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows to be let in. Only the hash of the secret is known here.
 *
 * @param name of the device or application, for the operator
 * @param sha256 of the secret, 64 hexadecimal digits in lower case
 * @param paths that it may use
 * @param device the only device that it may speak for; null = any
 * @param role what it may do under {@code /api}; null = not said
 */
public record Token(
        String name,
        String sha256,
        List<AllowedPath> paths,
        @Nullable String device,
        @Nullable Role role) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_DEVICE = 249;

    public Token {
        paths = List.copyOf(paths);
    }

    /** What is wrong with a name, and what is allowed; null when it is right. */
    static @Nullable String faultOfName(String name) {
        return NAME.matcher(name).matches()
                ? null
                : "'" + name
                        + "' is no name of a token, allowed are 1 to 63 letters, digits, '.', '_' and '-', beginning with a"
                        + " letter or digit";
    }

    static @Nullable String faultOfSha256(String sha256) {
        return SHA_256.matcher(sha256).matches()
                ? null
                // Not shown: it may be the secret, written here by mistake.
                : "is no SHA-256, allowed are 64 hexadecimal digits in small letters, as ./fieldgate token new writes them";
    }

    static @Nullable String faultOfDevice(String device) {
        boolean right = !device.isBlank()
                && device.length() <= MAX_DEVICE
                && device.chars().noneMatch(c -> c < ' ' || c == '/' || c == 0x7f);
        return right
                ? null
                : "is no name of a device, allowed are 1 to " + MAX_DEVICE
                        + " characters other than '/' and control characters";
    }

    /** What it may do under {@code /api}: everything when its paths lead there and no role is said; null when it may nothing. */
    public @Nullable Role apiRole() {
        return role == null && paths.stream().anyMatch(AllowedPath::leadsToApi) ? Role.ADMIN : role;
    }

    /** @param path of a request, decoded and in its normal form */
    boolean mayUse(String path) {
        return paths.stream().anyMatch(allowed -> allowed.matches(path));
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "token " + name;
    }
}
