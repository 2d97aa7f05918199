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
    /** Of a password that nobody knows, with any cost. */
    private static final String NOBODY = "$2a$%d$C3xYm0n9hJrWcC9mB4lL5uRk6oG7r1nVtZpQe8sXwYdUaFhJk2LmO";

    private final FollowedText<Known> file;
    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();

    private Users(FollowedText<Known> file) {
        this.file = file;
    }

    /** @param asked whether anybody is asked to log in */
    private record Known(boolean asked, Map<String, User> byName) {
        /** The highest of all. */
        int cost() {
            return byName.values().stream().mapToInt(User::cost).max().orElse(UserFile.COST);
        }
    }

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
     * Who has this name and this password; null when nobody has. Takes about a quarter of a second of a processor, or what the
     * hash with the highest cost takes, whether or not there is such a user.
     */
    public @Nullable User find(String name, String password) {
        Known known = file.now();
        int highest = known.cost();
        User user = known.byName.get(name);
        boolean fits = password.getBytes(StandardCharsets.UTF_8).length <= User.LONGEST_PASSWORD;
        String tried = fits ? password : "";
        boolean right = bcrypt.matches(tried, user == null ? nobody(highest) : user.bcrypt());
        // Once more with each cost from that of a cheaper hash on is together as much as once with the highest.
        for (int cost = user == null ? highest : user.cost(); cost < highest; cost++) {
            var unused = bcrypt.matches(tried, nobody(cost));
        }
        return fits && right ? user : null;
    }

    private static String nobody(int cost) {
        return NOBODY.formatted(cost);
    }
}
