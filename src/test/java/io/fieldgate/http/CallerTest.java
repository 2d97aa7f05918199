package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.http.Caller.Proof;
import io.fieldgate.http.user.Role;
import org.junit.jupiter.api.Test;

class CallerTest {
    @Test
    void whoHasLoggedInCannotSignWithAnotherName() {
        Caller anna = new Caller("anna", Role.OPERATOR, Proof.SESSION);

        assertThat(anna.signs("bert")).isEqualTo("anna");
        assertThat(anna.signs(null)).isEqualTo("anna");
    }

    @Test
    void aProgramSignsWithItsTokenAndMaySpeakForSomebody() {
        Caller wallboard = new Caller("wallboard", Role.OPERATOR, Proof.TOKEN);

        assertThat(wallboard.signs("bert")).isEqualTo("wallboard (bert)");
        assertThat(wallboard.signs(" ")).isEqualTo("wallboard");
    }

    @Test
    void thisMachineSignsAsItSays() {
        assertThat(Caller.LOCAL.signs("bert")).isEqualTo("bert");
        assertThat(Caller.LOCAL.signs(null)).isEmpty();
    }
}
