package io.fieldgate.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {
    private final Masks masks = new Masks(List.of("password", "token", "authorization"));

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
                "no secret here|no secret here",
            })
    void whatIsCalledASecretIsHidden(String text, String shown) {
        assertThat(masks.text(text)).isEqualTo(shown);
        assertThat(masks.body(text.getBytes(UTF_8))).isEqualTo(shown);
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
