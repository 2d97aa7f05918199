package io.fieldgate.http.user;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may log in. Only the hash of the password is known here.
 *
 * @param bcrypt of the password, as it stands in the file
 */
public record User(String name, String bcrypt, Role role) {
    /** More would count for nothing with bcrypt. */
    public static final int LONGEST_PASSWORD = 72;

    private static final int SHORTEST_PASSWORD = 12;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(1[0-9])\\$[./A-Za-z0-9]{53}");

    /** What is wrong with a name, and what is allowed; null when it is right. */
    static @Nullable String faultOfName(String name) {
        return NAME.matcher(name).matches()
                ? null
                : "'" + name
                        + "' is no name of a user, allowed are 1 to 63 letters, digits, '.', '_', '@' and '-', beginning with"
                        + " a letter or digit";
    }

    static @Nullable String faultOfBcrypt(String bcrypt) {
        return BCRYPT.matcher(bcrypt).matches()
                ? null
                // Not shown: it may be the password, written here by mistake.
                : "is no hash of bcrypt with a cost of 10 to 19, as ./fieldgate user new writes them";
    }

    /** Of the hash: each step takes twice the time of the one before. */
    int cost() {
        Matcher hash = BCRYPT.matcher(bcrypt);
        if (!hash.matches()) {
            throw new IllegalStateException("users have been read without checking their hashes");
        }
        return Integer.parseInt(hash.group(1));
    }

    /** What is wrong with a password to come, and what is allowed; null when it is right. */
    public static @Nullable String faultOfPassword(String password) {
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        return password.codePointCount(0, password.length()) >= SHORTEST_PASSWORD && bytes <= LONGEST_PASSWORD
                ? null
                : "The password must have " + SHORTEST_PASSWORD + " characters at least, and " + LONGEST_PASSWORD
                        + " bytes at most.";
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "user " + name;
    }
}
