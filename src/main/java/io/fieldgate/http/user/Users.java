package io.fieldgate.http.user;

import io.fieldgate.yaml.FollowedText;
import io.fieldgate.yaml.ListFile.Listed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The users of {@code config/users.yaml}, as they stand there now. For any thread. */
public final class Users {
    /** Of a password that nobody knows: whoever is no user takes as long to be refused. */
    static final String NOBODY = "$2a$12$C3xYm0n9hJrWcC9mB4lL5uRk6oG7r1nVtZpQe8sXwYdUaFhJk2LmO";

    private final FollowedText<Known> file;
    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();

    private Users(FollowedText<Known> file) {
        this.file = file;
    }

    /** @param asked whether anybody is asked to log in */
    private record Known(boolean asked, Map<String, User> byName) {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException with a line for each mistake in it
     */
    public static Users load(Path file) {
        return new Users(FollowedText.load(
                file,
                "users",
                new Known(false, Map.of()),
                text -> new Known(
                        true,
                        UserReader.read(file, text).stream()
                                .map(Listed::value)
                                .collect(Collectors.toMap(User::name, user -> user)))));
    }

    /** Whether people are asked to log in: since there was a file, even if its list is empty. */
    public boolean areAsked() {
        return file.now().asked;
    }

    /** Whether there is anybody who could log in. */
    public boolean exist() {
        return !file.now().byName.isEmpty();
    }

    /** Null when there is nobody of this name. */
    public @Nullable User find(String name) {
        return file.now().byName.get(name);
    }

    /**
     * Who has this name and this password; null when nobody has. Takes about a quarter of a second of a processor, whether or
     * not there is such a user.
     */
    public @Nullable User find(String name, String password) {
        User user = find(name);
        boolean right = password.getBytes(StandardCharsets.UTF_8).length <= User.LONGEST_PASSWORD;
        // In a time that depends on neither of both.
        right &= bcrypt.matches(right ? password : "", user == null ? NOBODY : user.bcrypt());
        return right ? user : null;
    }
}
