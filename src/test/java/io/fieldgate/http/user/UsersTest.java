package io.fieldgate.http.user;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class UsersTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    @Test
    void areNotAskedForWithoutAFile() {
        Users users = Users.load(folder.resolve("users.yaml"));

        assertThat(users.areAsked()).isFalse();
        assertThat(users.exist()).isFalse();
        assertThat(users.find("anna", PASSWORD)).isNull();
    }

    @Test
    void areKnownByTheirNameAndPasswordOnly() throws IOException {
        Path file = folder.resolve("users.yaml");
        new UserFile(file).add("anna", PASSWORD, Role.OPERATOR);
        Users users = Users.load(file);

        assertThat(users.areAsked()).isTrue();
        assertThat(users.find("anna", PASSWORD)).isNotNull().hasToString("user anna");
        assertThat(users.find("anna", PASSWORD + "!")).isNull();
        assertThat(users.find("anna", "")).isNull();
        assertThat(users.find("anna", PASSWORD + "x".repeat(1_000_000))).isNull();
        assertThat(users.find("Anna", PASSWORD)).isNull();
        assertThat(users.find("nobody", PASSWORD)).isNull();
    }

    @Test
    void followTheFileWithoutARestartAndAreAskedForWhenTheLastIsGone() throws IOException {
        Path file = folder.resolve("users.yaml");
        Users users = Users.load(file);
        new UserFile(file).add("anna", PASSWORD, Role.OPERATOR);
        await().atMost(60, SECONDS).until(() -> users.find("anna") != null);

        new UserFile(file).remove("anna");

        await().atMost(60, SECONDS).until(() -> users.find("anna") == null);
        assertThat(users.areAsked()).isTrue();
        assertThat(users.exist()).isFalse();
    }

    /** Each step of the cost doubles the time. */
    @Test
    void whoIsNoUserIsLookedAtAsLongAsWhoIsWhateverTheirHashesCost() throws IOException {
        Path file = Files.writeString(folder.resolve("users.yaml"), "users:\n" + user("cheap", 10) + user("dear", 13));
        Users users = Users.load(file);
        processorTime(users, "cheap");

        long dear = processorTime(users, "dear");

        assertThat(processorTime(users, "cheap")).isBetween(dear / 2, dear * 2);
        assertThat(processorTime(users, "nobody")).isBetween(dear / 2, dear * 2);
        assertThat(users.find("cheap", PASSWORD)).isNotNull();
    }

    private static String user(String name, int cost) {
        return "  - { name: %s, bcrypt: '%s', role: viewer }\n"
                .formatted(name, new BCryptPasswordEncoder(cost).encode(PASSWORD));
    }

    private static long processorTime(Users users, String name) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        assertThat(users.find(name, "wrong")).isNull();
        return threads.getCurrentThreadCpuTime() - before;
    }
}
