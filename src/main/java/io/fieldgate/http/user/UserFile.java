package io.fieldgate.http.user;

import static io.fieldgate.yaml.ListFile.quoted;

import io.fieldgate.yaml.ListFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The file of users as the command line changes it. */
public final class UserFile {
    /** About a quarter of a second of a processor for each login, and for each guess. */
    static final int COST = 12;

    private static final String HEAD = """
            # Who may log in to the console. "./fieldgate user" writes this file, and it can be edited by hand; a running gateway takes a
            # change within a second. Only the bcrypt hash of a password stands here. While this file exists, also with an empty list,
            # nobody uses the console or /api without a login or a token.
            #
            # role: viewer looks, operator reads messages and works on alerts and dead letters, admin changes the gateway.
            users:
            """;

    private final ListFile<User> file;

    public UserFile(Path file) {
        this.file = new ListFile<>(
                file,
                new ListFile.Form<>(
                        "users",
                        "user",
                        "./fieldgate user",
                        HEAD,
                        true,
                        text -> UserReader.read(file, text),
                        User::name,
                        user -> List.of(
                                "- name: " + quoted(user.name()),
                                "  bcrypt: " + quoted(user.bcrypt()),
                                "  role: " + user.role())));
    }

    /**
     * All users in their order; none when there is no file.
     *
     * @throws IllegalArgumentException when it is wrong: each mistake with its line and what is allowed
     */
    public List<User> users() throws IOException {
        return file.values();
    }

    /** Adds somebody; an IllegalArgumentException says what cannot be, and what is allowed. */
    public void add(String name, String password, Role role) throws IOException {
        file.add(user(name, password, role));
    }

    /** Gives somebody another password, which ends his sessions; an IllegalArgumentException says what cannot be. */
    public void changePassword(String name, String password) throws IOException {
        Role role = users().stream()
                .filter(user -> user.name().equals(name))
                .map(User::role)
                .findFirst()
                .orElse(Role.VIEWER);
        file.replace(user(name, password, role));
    }

    /** Takes somebody away; an IllegalArgumentException says that there is none of that name. */
    public void remove(String name) throws IOException {
        file.remove(name);
    }

    private static User user(String name, String password, Role role) {
        String fault = User.faultOfName(name);
        if (fault == null) {
            fault = User.faultOfPassword(password);
        }
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return new User(name, new BCryptPasswordEncoder(COST).encode(password), role);
    }
}
