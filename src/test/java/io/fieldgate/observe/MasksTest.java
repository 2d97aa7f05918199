package io.fieldgate.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {
    private final Masks masks = new Masks(List.of("password", "token", "authorization", "d'accès"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"device\":\"a\",\"temperature\":21.50}|{\"device\":\"a\",\"temperature\":21.50}",
                "{\"wifi\":{\"Password\":\"x\"},\"n\":1}|{\"wifi\":{\"Password\":\"***\"},\"n\":1}",
                "[{\"accessToken\":{\"a\":1}}]|[{\"accessToken\":\"***\"}]",
                "user=ann password=s3cret&n=1|user=ann password=***&n=1",
                "Authorization: Bearer abc.def|Authorization: ***",
                "{\"password\":\"cut off|{\"password\":***",
                "my.token-2 = 'a b', n=1|my.token-2 = ***, n=1",
                "clé d'accès: x|clé d'accès: ***",
                "no secret here, n=1, token|no secret here, n=1, token",
            })
    void whatIsCalledASecretIsHidden(String text, String shown) {
        assertThat(masks.text(text)).isEqualTo(shown);
        assertThat(masks.body(text.getBytes(UTF_8))).isEqualTo(shown);
    }

    /** Each is as long as a body that is shown may be. */
    @ParameterizedTest
    @ValueSource(strings = {"token", "token ", "token-", "to", "token=", "token:\"", " ", "\"token\"   ", "d'accès"})
    void whatADeviceRepeatsTakesNoLongerThanAnythingElse(String piece) {
        String text = piece.repeat(Masks.MOST_BYTES / piece.length());

        assertThat(CompletableFuture.supplyAsync(() -> masks.text(text))).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void headersAreHiddenByTheirNames() {
        assertThat(masks.headers(Map.of("http.header.Authorization", "Basic abc", "fg.site", "north", "n", 7)))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("http.header.Authorization", "***", "fg.site", "north", "n", "7"));
    }

    @Test
    void whatIsNoTextOrTooLargeIsOnlyCounted() {
        assertThat(masks.body(new byte[] {(byte) 0xFF, 0})).isEqualTo("2 bytes that are no text");
        assertThat(masks.body(new byte[300 * 1024])).isEqualTo("307200 bytes");
        assertThat(masks.body("x".repeat(5_000))).hasSize(4_003).endsWith("...");
        assertThat(masks.body(null)).isNull();
    }
}
