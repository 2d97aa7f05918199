package io.fieldgate.http.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OidcPropertiesTest {
    private static final String KEY = "fieldgate.login.oidc.";

    @Test
    void knowsNoProviderUnlessOneIsNamed() {
        assertThat(bind(Map.of()).isOn()).isFalse();
        assertThat(with("client-id", "fieldgate").isOn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://login.example", "https://login.example:8443/realms/plant/", "http://127.0.0.1:8080"})
    void takesAProviderByTlsOrOnThisMachine(String issuer) {
        assertThatCode(() -> with("issuer", issuer)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer | http://login.example | https://host/path, or http:// of this machine",
                "issuer | login.example | https://host/path",
                "issuer | https://login.example?tenant=1 | https://host/path",
                "issuer | https://me:secret@login.example | https://host/path",
                "issuer | https://login.example/<realm> | https://host/path",
                "public-url | http://fieldgate.example | https://host/path",
                "public-url | https://example.org/gate | without a path",
                "client-id | ' ' | name of this gateway at the provider",
                "scopes | profile,email | openid among them",
                "roles-claim | realm..roles | the name of a claim, with dots into it",
                "roles.viewer | '' | lists of values of the claim for viewer, operator and admin"
            })
    void saysWhichKeyIsWrongAndWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> with(key, value))
                .rootCause()
                .hasMessageStartingWith(KEY + key.replaceFirst("roles\\..*", "roles"))
                .hasMessageContaining(allowed);
    }

    @Test
    void doesNotSayItsSecret() {
        assertThat(with("client-secret", "s3cret").toString())
                .contains("https://login.example")
                .doesNotContain("s3cret");
    }

    private static OidcProperties with(String key, String value) {
        Map<String, String> values = new HashMap<>(
                Map.of("issuer", "https://login.example", "client-id", "fieldgate", "roles.viewer", "staff"));
        values.put(key, value);
        return bind(values);
    }

    private static OidcProperties bind(Map<String, String> values) {
        Map<String, String> named = new HashMap<>();
        values.forEach((key, value) -> named.put(KEY + key, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("fieldgate.login.oidc", OidcProperties.class);
    }
}
