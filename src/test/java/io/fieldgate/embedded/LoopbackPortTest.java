package io.fieldgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {
    @Test
    void theTwoPortsOfOnePartAreNeverTheSame() {
        int own = LoopbackPort.free();
        int other = LoopbackPort.freeBeside(own);
        Iterator<Integer> chance = List.of(own, own, other).iterator();

        assertThat(LoopbackPort.freeBeside(own, chance::next)).isEqualTo(other);
    }
}
