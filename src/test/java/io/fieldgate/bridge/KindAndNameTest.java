package io.fieldgate.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindAndNameTest {
    private enum Kind {
        STREAM,
        LIST,
        CHANNEL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Test
    void theNameIsAllBehindTheFirstColon() {
        assertThat(KindAndName.parse("redis", "stream:readings:north", Kind.class, "a key"))
                .isEqualTo(new KindAndName<>(Kind.STREAM, "readings:north"));
    }

    @Test
    void aWordThatIsNoKindIsToldWithThoseThatAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KindAndName.parse("redis", "set:readings", Kind.class, "a key"))
                .withMessage("redis:set:readings: 'set' is none of stream, list and channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "list:"})
    void aNameThatIsMissingIsToldWithAnExample(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KindAndName.parse("redis", path, Kind.class, "a key"))
                .withMessage("redis:" + path + ": a key is needed, as in redis:list:readings");
    }
}
