package io.fieldgate.bridge.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class PortionTest {
    private static final int SMALL = 200;
    private static final int LARGE = 1024 * 1024;
    private static final int ROOM = 4_000;

    private final Portion portion = new Portion();

    @Test
    void fewAreAskedForAtFirstAndTwiceAsManyEachTimeWhileTheyAreSmall() {
        assertThat(portion.of(ROOM)).isEqualTo(16);
        come(16, SMALL);
        assertThat(portion.of(ROOM)).isEqualTo(32);
        come(32, SMALL);
        assertThat(portion.of(ROOM)).isEqualTo(64);
    }

    @Test
    void neverMoreThanABoundSoThatASuddenChangeOfTheirSizeCannotFillTheMemory() {
        for (int i = 0; i < 100; i++) {
            come(portion.of(ROOM), SMALL);
        }

        assertThat(portion.of(ROOM)).isEqualTo(Portion.MOST);
    }

    @Test
    void noMoreAreAskedForThanHaveRoom() {
        assertThat(portion.of(7)).isEqualTo(7);
    }

    @Test
    void littleRoomDoesNotMakeMoreOfThemLater() {
        for (int i = 0; i < 100; i++) {
            come(portion.of(1), SMALL);
        }

        assertThat(portion.of(ROOM)).isEqualTo(Portion.FIRST);
    }

    @Test
    void ofLargeOnesAsManyAreAskedForAsFitInAFewMegabytes() {
        come(16, LARGE);

        assertThat(portion.of(ROOM)).isEqualTo(Portion.BYTES / LARGE);
    }

    @Test
    void oneIsAskedForHoweverLargeTheyAre() {
        come(1, 2 * Portion.BYTES);

        assertThat(portion.of(ROOM)).isEqualTo(1);
    }

    @Test
    void aReadGoesOnUntilItHasAFewMegabytes() {
        portion.begin();
        come(16, SMALL);
        boolean before = portion.goesOn();
        come(16, LARGE);
        boolean after = portion.goesOn();
        portion.begin();

        assertThat(before).isTrue();
        assertThat(after).isFalse();
        assertThat(portion.goesOn()).isTrue();
    }

    private void come(int number, int size) {
        portion.came(number, Collections.nCopies(number, size));
    }
}
