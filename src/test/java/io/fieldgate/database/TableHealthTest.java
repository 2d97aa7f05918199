package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

class TableHealthTest {
    private final TableHealth health = new TableHealth(DatabaseContract.READINGS);

    @Test
    void isUpAgainOnlyWhenEachWriterIs() {
        health.down("one", trouble(Fault.TRANSIENT));
        health.down("other", trouble(Fault.TRANSIENT));

        assertThat(health.up("one")).isNull();
        assertThat(health.call().getState()).isEqualTo(HealthCheck.State.DOWN);

        assertThat(health.up("other")).isNotNull();
        assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void aTroubleIsNewsForTheFirstWriterInIt() {
        assertThat(health.down("one", trouble(Fault.TRANSIENT))).isTrue();
        assertThat(health.down("other", trouble(Fault.TRANSIENT))).isFalse();
        assertThat(health.down("other", trouble(Fault.SYSTEMIC))).isTrue();
    }

    @Test
    void saysFirstWhatWaitsForAPerson() {
        health.down("one", trouble(Fault.TRANSIENT));
        health.down("other", trouble(Fault.SYSTEMIC));
        health.down("third", trouble(Fault.TRANSIENT));

        assertThat(health.call().getDetails()).containsEntry("kind", "SYSTEMIC");
    }

    private static Trouble trouble(Fault fault) {
        return new Trouble(fault, "cause", "cure", Instant.EPOCH);
    }
}
