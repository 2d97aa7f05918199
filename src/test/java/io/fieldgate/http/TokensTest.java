package io.fieldgate.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.http.user.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class TokensTest {
    private static final String HASH = "a".repeat(64);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("tokens.yaml");
    }

    @Test
    void areNotAskedForWithoutAFile() {
        Tokens tokens = Tokens.load(file);

        assertThat(tokens.required()).isFalse();
        assertThat(tokens.find("anything")).isNull();
    }

    @Test
    void findATokenByItsSecretOnly() throws IOException {
        String secret = new TokenFile(file).add("oven-07", List.of("/v1/telemetry/*"), "oven-07", null);
        Tokens tokens = Tokens.load(file);

        Token token = tokens.find(secret);

        assertThat(tokens.required()).isTrue();
        assertThat(token.name()).isEqualTo("oven-07");
        assertThat(token.device()).isEqualTo("oven-07");
        assertThat(token.mayUse("/v1/telemetry/oven-07")).isTrue();
        assertThat(token.mayUse("/v1/clicks")).isFalse();
        assertThat(tokens.find(secret + "x")).isNull();
        assertThat(tokens.find(secret.substring(1))).isNull();
        assertThat(tokens.find(token.sha256())).as("the hash is no secret").isNull();
        assertThat(tokens.find("")).isNull();
        assertThat(tokens.find(null)).isNull();
        assertThat(tokens.find("x".repeat(1_000_000))).isNull();
    }

    @Test
    void mayDoUnderTheApiWhatTheirRoleSaysAndWithoutOneEverythingOrNothing() throws IOException {
        Files.writeString(file, """
                tokens:
                  - { name: shop, sha256: %1$s, paths: [/v1/clicks] }
                  - { name: script, sha256: %1$s, paths: [/v1/clicks, /api/**] }
                  - { name: all, sha256: %1$s, paths: [/**] }
                  - { name: wall, sha256: %1$s, role: viewer }
                  - { name: desk, sha256: %1$s, role: operator, paths: [/api/v1/alerts/**] }
                """.formatted(HASH));

        List<Token> tokens = new TokenFile(file).tokens();

        assertThat(tokens)
                .extracting(Token::apiRole)
                .containsExactly(null, Role.ADMIN, Role.ADMIN, Role.VIEWER, Role.OPERATOR);
        assertThat(tokens.get(3).mayUse("/api/v1/routes")).isTrue();
        assertThat(tokens.get(3).mayUse("/v1/clicks")).isFalse();
        assertThat(tokens.get(4).mayUse("/api/v1/routes")).isFalse();
    }

    @Test
    void nameAMissingPathOnlyWhereNoRoleIsSaid() throws IOException {
        Files.writeString(file, "tokens:\n  - { name: shop, sha256: " + HASH + " }\n");

        assertThatThrownBy(() -> Tokens.load(file))
                .hasMessage(file + ":2:5: tokens[0]: has no paths, a list of at least one is needed, such as"
                        + " [/v1/telemetry/*]");
    }

    @Test
    void neverShowAHashByAccident() throws IOException {
        new TokenFile(file).add("shop", List.of("/v1/clicks"), null, null);

        assertThat(new TokenFile(file).tokens().get(0)).hasToString("token shop");
    }

    @Test
    void followTheFileWithoutARestart() throws IOException {
        Tokens tokens = Tokens.load(file);
        String shop = new TokenFile(file).add("shop", List.of("/v1/clicks"), null, null);
        await().atMost(60, SECONDS).until(() -> tokens.find(shop) != null);
        assertThat(tokens.required()).isTrue();

        String app = new TokenFile(file).add("app", List.of("/v1/clicks"), null, null);
        new TokenFile(file).revoke("shop");

        await().atMost(60, SECONDS).until(() -> tokens.find(shop) == null);
        assertThat(tokens.find(app)).isNotNull();
    }

    @Test
    void areStillAskedForWhenTheLastOneIsRevoked() throws IOException {
        String secret = new TokenFile(file).add("shop", List.of("/v1/clicks"), null, null);
        Tokens tokens = Tokens.load(file);
        new TokenFile(file).revoke("shop");

        await().atMost(60, SECONDS).until(() -> tokens.find(secret) == null);
        assertThat(tokens.required()).isTrue();
        assertThat(Tokens.load(file).required()).as("after a restart").isTrue();
    }

    @Test
    void stayAsTheyAreWhenTheFileBecomesWrongAndSaySo(CapturedOutput output) throws IOException {
        String secret = new TokenFile(file).add("shop", List.of("/v1/clicks"), null, null);
        Tokens tokens = Tokens.load(file);
        Files.writeString(file, "tokens:\n  - nam: shop\n");

        await().atMost(60, SECONDS).until(() -> {
            tokens.find(secret);
            return output.getOut().contains("is wrong, the tokens from before stay.");
        });
        assertThat(output.getOut()).contains("WARN", file + ":2:5: tokens[0]: there is no field 'nam'");
        assertThat(tokens.find(secret)).isNotNull();

        Files.writeString(file, "tokens: []\n");

        await().atMost(60, SECONDS).until(() -> tokens.find(secret) == null);
    }

    @Test
    void stayAsTheyAreWhenTheFileIsGone(CapturedOutput output) throws IOException {
        String secret = new TokenFile(file).add("shop", List.of("/v1/clicks"), null, null);
        Tokens tokens = Tokens.load(file);
        Files.delete(file);

        await().atMost(60, SECONDS).until(() -> {
            tokens.find(secret);
            return output.getOut().contains("is gone, the tokens from before stay");
        });
        assertThat(tokens.find(secret)).isNotNull();
        assertThat(tokens.required()).isTrue();
    }

    @Test
    void nameEveryMistakeWithItsPlaceAndWhatIsAllowed() throws IOException {
        Files.writeString(file, """
                # by hand
                tokens:
                  - name: shop
                    sha256: my-own-secret
                    paths: [/v1/clicks, v1/more]
                  - name: "two words"
                    sha256: %s
                    paths: []
                  - name: shop
                    sha256: %s
                    path: /v1/clicks
                    device: a/b
                    role: boss
                  - just text
                owner: me
                """.formatted(HASH, HASH));

        assertThatThrownBy(() -> Tokens.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .satisfies(message -> assertThat(message).doesNotContain("my-own-secret"))
                .satisfies(message -> assertThat(message.lines().map(line -> line.replace(file.toString(), "F")))
                        .containsExactlyInAnyOrder(
                                "F:4:13: tokens[0].sha256: is no SHA-256, allowed are 64 hexadecimal digits in small"
                                        + " letters, as ./fieldgate token new writes them",
                                "F:5:25: tokens[0].paths: 'v1/more' is no path, allowed is '/' and levels after it, for"
                                        + " example /v1/telemetry/*",
                                "F:6:11: tokens[1].name: 'two words' is no name of a token, allowed are 1 to 63 letters,"
                                        + " digits, '.', '_' and '-', beginning with a letter or digit",
                                "F:8:12: tokens[1].paths: is empty, at least one path is needed",
                                "F:9:11: tokens[2].name: 'shop' is that of tokens[0] too, allowed is each name once",
                                "F:11:5: tokens[2]: there is no field 'path', allowed are [name, sha256, paths, device, role]",
                                "F:12:13: tokens[2].device: is no name of a device, allowed are 1 to 249 characters other"
                                        + " than '/' and control characters",
                                "F:13:11: tokens[2].role: 'boss' is no role, allowed are [viewer, operator, admin]",
                                "F:14:5: tokens[3]: is no mapping, allowed are the fields [name, sha256, paths, device, role]",
                                "F:15:1: there is no field 'owner', allowed are [tokens]"));
    }

    @Test
    void nameThePlaceOfWhatIsNoYaml() throws IOException {
        Files.writeString(file, "tokens:\n  - name: 'shop\n");

        assertThatThrownBy(() -> Tokens.load(file)).hasMessageStartingWith(file + ":3:1: is no YAML: ");
    }

    @Test
    void areNoneInAnEmptyFile() throws IOException {
        Files.writeString(file, "# nobody yet\n");

        assertThat(Tokens.load(file).required()).isTrue();
    }
}
