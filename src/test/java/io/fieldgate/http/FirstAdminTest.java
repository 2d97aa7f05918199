package io.fieldgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.http.user.Role;
import io.fieldgate.http.user.User;
import io.fieldgate.http.user.Users;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FirstAdminTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @Test
    void mayLogInWithThePasswordThatTheTerminalShowsAndNoLogHas(CapturedOutput output) {
        Path file = folder.resolve("users.yaml");

        FirstAdmin.make(file, new PrintStream(terminal, true, UTF_8));

        Matcher shown = Pattern.compile("password {2}(\\S{20})\n").matcher(terminal.toString(UTF_8));
        assertThat(shown.find()).isTrue();
        User admin = Users.load(file).find("admin", shown.group(1));
        assertThat(admin).isNotNull();
        assertThat(admin.role()).isEqualTo(Role.ADMIN);
        assertThat(output.getAll()).contains("has a user now: admin").doesNotContain(shown.group(1));
        assertThat(file).content().doesNotContain(shown.group(1));
    }

    @Test
    void isNotMadeWhereNothingCanBeWrittenWhichIsSaidWithTheCure(CapturedOutput output) throws IOException {
        Path noFolder = Files.createFile(folder.resolve("file"));

        FirstAdmin.make(noFolder.resolve("users.yaml"), new PrintStream(terminal, true, UTF_8));

        assertThat(terminal.size()).isZero();
        assertThat(output.getAll())
                .contains("Nobody can use the console or /api", "./fieldgate user new NAME --role admin");
    }
}
