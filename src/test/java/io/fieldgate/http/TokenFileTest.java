package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.http.user.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
    @TempDir
    private Path folder;

    private Path file;
    private TokenFile tokens;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("config").resolve("tokens.yaml");
        tokens = new TokenFile(file);
    }

    @Test
    void makesTheFileWithItsExplanation() throws IOException {
        tokens.add("shop", List.of("/v1/clicks", "/v1/orders/*"), null, null);

        assertThat(file).content().startsWith("# Who may send over HTTP.").contains("\ntokens:\n  - name: 'shop'\n");
        assertThat(names()).containsExactly("shop");
        assertThat(tokens.tokens().get(0).paths())
                .containsExactly(new AllowedPath("/v1/clicks"), new AllowedPath("/v1/orders/*"));
    }

    @Test
    void givesATokenWithARoleThePathsOfTheApiUnlessOthersAreSaid() throws IOException {
        tokens.add("wall", List.of(), null, Role.VIEWER);
        tokens.add("desk", List.of("/api/v1/alerts/**"), null, Role.OPERATOR);

        assertThat(tokens.tokens()).extracting(Token::role).containsExactly(Role.VIEWER, Role.OPERATOR);
        assertThat(tokens.tokens())
                .extracting(token -> token.paths().get(0).pattern())
                .containsExactly("/api/**", "/api/v1/alerts/**");
    }

    @Test
    void makesSecretsOf256BitsAndWritesNoneDown() throws IOException {
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            secrets.add(tokens.add("app-" + i, List.of("/v1/clicks"), null, null));
        }

        assertThat(secrets).doesNotHaveDuplicates().allMatch(secret -> secret.matches("fg_[A-Za-z0-9_-]{43}"));
        assertThat(Files.readString(file)).doesNotContain(secrets);
    }

    @Test
    void leavesCommentsAndOtherEntriesAsTheyAre() throws IOException {
        String shop = entry("shop", "a");
        String app = entry("app", "b");
        String last = entry("last", "c");
        write("# mine\ntokens:\n# the shop\n" + shop + "\n# the app\n" + app + "# the last\n" + last + "# the end\n");

        tokens.revoke("app");

        assertThat(file)
                .hasContent("# mine\ntokens:\n# the shop\n" + shop + "\n# the app\n" + "# the last\n" + last
                        + "# the end\n");
        tokens.revoke("last");
        assertThat(file)
                .hasContent("# mine\ntokens:\n# the shop\n" + shop + "\n# the app\n" + "# the last\n" + "# the end\n");
        tokens.add("next", List.of("/v1/clicks"), "any device's \"name\" #1", null);
        assertThat(file).content().contains("# the shop\n" + shop);
        assertThat(names()).containsExactly("shop", "next");
        assertThat(tokens.tokens().get(1).device()).isEqualTo("any device's \"name\" #1");
    }

    @Test
    void mayLoseAllAndGetNewOnes() throws IOException {
        tokens.add("shop", List.of("/v1/clicks"), null, null);
        tokens.revoke("shop");
        assertThat(tokens.tokens()).isEmpty();
        tokens.add("shop", List.of("/v1/clicks"), null, null);

        assertThat(names()).containsExactly("shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens: []", "tokens:", "# nobody", "tokens:\n- name: a\n  sha256: 'HASH'\n  paths: [/x]"})
    void addsToWhateverListAPersonHasBegun(String begun) throws IOException {
        write("# by hand\n" + begun.replace("HASH", "a".repeat(64)));
        int before = names().size();

        tokens.add("shop", List.of("/v1/clicks"), null, null);

        assertThat(names()).hasSize(before + 1).endsWith("shop");
        assertThat(file).content().startsWith("# by hand\n");
    }

    @Test
    void refusesWhatCannotBeAndSaysWhatIsAllowed() throws IOException {
        tokens.add("shop", List.of("/v1/clicks"), null, null);
        String before = Files.readString(file);

        assertThatThrownBy(() -> tokens.add("shop", List.of("/v1/clicks"), null, null))
                .hasMessage("there is a token 'shop' already, take it away first");
        assertThatThrownBy(() -> tokens.add("-x", List.of("/v1/clicks"), null, null))
                .hasMessageStartingWith("'-x' is no name of a token, allowed are ");
        assertThatThrownBy(() -> tokens.add("app", List.of("clicks"), null, null))
                .hasMessageStartingWith("'clicks' is no path");
        assertThatThrownBy(() -> tokens.add("app", List.of("/v1/clicks"), "a\nb", null))
                .hasMessageContaining("is no name of a device, allowed are ");
        assertThatThrownBy(() -> tokens.revoke("app")).hasMessage("there is no token 'app', there are [shop]");
        assertThat(file).hasContent(before);
    }

    @Test
    void leavesAListInAnotherFormToItsAuthor() throws IOException {
        String flow = "tokens: [{name: shop, sha256: " + "a".repeat(64) + ", paths: [/v1/clicks]}]\n";
        write(flow);

        assertThatThrownBy(() -> tokens.add("app", List.of("/v1/clicks"), null, null))
                .hasMessageContaining("can only be edited by hand");
        assertThatThrownBy(() -> tokens.revoke("shop")).hasMessageContaining("can only be edited by hand");
        assertThat(file).hasContent(flow);
        assertThat(folder.resolve("config")).isDirectoryContaining(path -> path.equals(file));
    }

    @Test
    void keepsThePermissionsOfTheFile() throws IOException {
        tokens.add("shop", List.of("/v1/clicks"), null, null);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        tokens.add("app", List.of("/v1/clicks"), null, null);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void losesNothingWhenSeveralWriteAtOnce() {
        ConcurrentLinkedQueue<String> added = new ConcurrentLinkedQueue<>();

        IntStream.range(0, 40).parallel().forEach(i -> {
            try {
                new TokenFile(file).add("app-" + i, List.of("/v1/clicks"), null, null);
                added.add("app-" + i);
            } catch (IllegalArgumentException busy) {
                assertThat(busy).hasMessageStartingWith("another ./fieldgate token is at work");
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        });

        assertThat(names()).containsExactlyInAnyOrderElementsOf(added).isNotEmpty();
    }

    private List<String> names() {
        try {
            return tokens.tokens().stream().map(Token::name).toList();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String entry(String name, String digit) {
        return "  - name: " + name + "\n    sha256: " + digit.repeat(64)
                + "\n    paths:\n      - /v1/clicks # all of it\n";
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
