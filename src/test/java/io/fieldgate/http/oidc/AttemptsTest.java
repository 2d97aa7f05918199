package io.fieldgate.http.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.http.oidc.Attempts.Attempt;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

class AttemptsTest {
    private final Attempts attempts = new Attempts();

    @Test
    void aLoginIsFinishedOnce() {
        Attempt attempt = attempt(System.nanoTime());
        String key = attempts.add(attempt);

        assertThat(attempts.take("another")).isNull();
        assertThat(attempts.take(key)).isSameAs(attempt);
        assertThat(attempts.take(key)).isNull();
    }

    @Test
    void aLoginMayTakeTenMinutes() {
        String late = attempts.add(attempt(System.nanoTime() - Attempts.LONGEST.toNanos() - 1));
        String intime = attempts.add(
                attempt(System.nanoTime() - Attempts.LONGEST.minusMinutes(1).toNanos()));

        assertThat(attempts.take(late)).isNull();
        assertThat(attempts.take(intime)).isNotNull();
    }

    @Test
    void whoBeginsWithoutEndTakesNoMoreMemoryThanTenThousand() {
        String first = attempts.add(attempt(System.nanoTime()));
        String second = attempts.add(attempt(System.nanoTime()));
        for (int i = 0; i < 9_999; i++) {
            attempts.add(attempt(System.nanoTime()));
        }

        assertThat(attempts.take(first)).isNull();
        assertThat(attempts.take(second)).isNotNull();
    }

    private static Attempt attempt(long begun) {
        return new Attempt(
                OAuth2AuthorizationRequest.authorizationCode()
                        .authorizationUri("https://login.example/authorize")
                        .clientId("fieldgate")
                        .build(),
                null,
                begun);
    }
}
