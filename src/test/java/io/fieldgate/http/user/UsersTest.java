package io.fieldgate.http.user;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        await().atMost(5, SECONDS).until(() -> users.find("anna") != null);

        new UserFile(file).remove("anna");

        await().atMost(5, SECONDS).until(() -> users.find("anna") == null);
        assertThat(users.areAsked()).isTrue();
        assertThat(users.exist()).isFalse();
    }

    @Test
    void whoIsNoUserIsLookedAtAsLongAsWhoIs() {
        assertThat(User.faultOfBcrypt(Users.NOBODY)).isNull();
        assertThat(Users.NOBODY).startsWith("$2a$" + UserFile.COST + "$");
    }
}
