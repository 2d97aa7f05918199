package io.fieldgate.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void isTheCandidateWithTheFewestLettersToChange() {
        assertThat(Nearest.to("avgg", List.of("sum", "max", "avg"))).isEqualTo("avg");
        assertThat(Nearest.to("fro", List.of("where", "for"))).isEqualTo("for");
    }

    @Test
    void isNoneWhenNoneIsClose() {
        assertThat(Nearest.to("temperature", List.of("payload", "key"))).isNull();
    }

    @Test
    void countsLettersThatHaveChangedPlacesOnce() {
        assertThat(Nearest.to("ulr", List.of("user", "url"), 1)).isEqualTo("url");
    }

    @Test
    void isNoneBeyondWhatTheCallerAllows() {
        assertThat(Nearest.to("ftp", List.of("file"), 1)).isNull();
    }
}
