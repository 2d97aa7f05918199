package io.fieldgate.http.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFileTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    private Path file;
    private UserFile users;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("config").resolve("users.yaml");
        users = new UserFile(file);
    }

    @Test
    void makesAFileForItsOwnersEyesThatHoldsNoPassword() throws IOException {
        users.add("anna", PASSWORD, Role.OPERATOR);

        assertThat(file)
                .content()
                .startsWith("# Who may log in to the console.")
                .contains("\nusers:\n  - name: 'anna'\n    bcrypt: '$2a$12$")
                .doesNotContain(PASSWORD);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(users.users()).extracting(User::name, User::role).hasToString("[(\"anna\", operator)]");
    }

    @Test
    void changesAPasswordAndKeepsTheRoleAndTheOthers() throws IOException {
        users.add("anna", PASSWORD, Role.OPERATOR);
        users.add("bert", PASSWORD, Role.VIEWER);
        User before = users.users().get(0);

        users.changePassword("anna", "another one of hers");

        assertThat(users.users()).extracting(User::name).containsExactly("bert", "anna");
        assertThat(users.users().get(1).role()).isEqualTo(Role.OPERATOR);
        assertThat(users.users().get(1).bcrypt()).isNotEqualTo(before.bcrypt());
    }

    @Test
    void refusesWhatCannotBeAndSaysWhatIsAllowed() throws IOException {
        users.add("anna", PASSWORD, Role.ADMIN);
        String before = Files.readString(file);

        assertThatThrownBy(() -> users.add("anna", PASSWORD, Role.VIEWER))
                .hasMessage("there is a user 'anna' already, take it away first");
        assertThatThrownBy(() -> users.add("two words", PASSWORD, Role.VIEWER))
                .hasMessageStartingWith("'two words' is no name of a user, allowed are ");
        assertThatThrownBy(() -> users.add("bert", "short", Role.VIEWER))
                .hasMessage("The password must have 12 characters at least, and 72 bytes at most.");
        assertThatThrownBy(() -> users.add("bert", "ü".repeat(37), Role.VIEWER)).hasMessageContaining("72 bytes");
        assertThatThrownBy(() -> users.changePassword("bert", PASSWORD))
                .hasMessage("there is no user 'bert', there are [anna]");
        assertThatThrownBy(() -> users.remove("bert")).hasMessage("there is no user 'bert', there are [anna]");
        assertThat(file).hasContent(before);
    }

    @Test
    void namesEveryMistakeWithItsPlaceAndShowsNoPasswordThatWasWrittenThere() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                users:
                  - name: anna
                    bcrypt: my own password
                    role: boss
                  - name: two words
                    rolle: viewer
                  - just text
                """);

        assertThatThrownBy(() -> users.users())
                .message()
                .satisfies(message -> assertThat(message.lines().map(line -> line.replace(file.toString(), "F")))
                        .containsExactlyInAnyOrder(
                                "F:3:13: is no hash of bcrypt with a cost of 10 to 19, as ./fieldgate user new writes them",
                                "F:4:11: 'boss' is no role, allowed are [viewer, operator, admin]",
                                "F:6:5: unknown key 'rolle' in a user, did you mean 'role'?",
                                "F:5:5: 'bcrypt' is missing, it is the hash of the password, as ./fieldgate user new writes it",
                                "F:5:5: 'role' is missing, allowed are [viewer, operator, admin]",
                                "F:5:11: 'two words' is no name of a user, allowed are 1 to 63 letters, digits, '.', '_', '@' and"
                                        + " '-', beginning with a letter or digit",
                                "F:7:5: a user is no mapping, it takes [name, bcrypt, role]"))
                .satisfies(message -> assertThat(message).doesNotContain("my own password"));
    }
}
