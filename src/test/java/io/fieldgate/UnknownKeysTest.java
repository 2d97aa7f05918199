package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class UnknownKeysTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fieldgate.mqtt.url",
                "fieldgate.kafka.properties.linger.ms",
                "fieldgate.topics[0].config.message.timestamp.type",
                "fieldgate.webhooks.shop.url",
                "fieldgate.webhooks.shop.headers.Authorization",
                "fieldgate.webhooks.night-shift.private-addresses[0]"
            })
    void keysThatSomethingReadsAreTaken(String key) {
        assertThatCode(() -> look(key)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "fieldgate.mqtt.ulr, did you mean 'fieldgate.mqtt.url'?",
        "fieldgate.webhooks.shop.sekret, did you mean 'fieldgate.webhooks.*.secret'?"
    })
    void keysThatNothingReadsAreRefusedWithWhatIsMeant(String key, String meant) {
        assertThatThrownBy(() -> look(key)).hasMessageContaining("unknown key '" + key + "', " + meant);
    }

    @Test
    void environmentVariablesNameWebhooksToo() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("FIELDGATE_WEBHOOKS_SHOP_PRIVATEADDRESSES", "10.20.0.0/16")));

        assertThatCode(() -> new UnknownKeys().postProcessEnvironment(environment, new SpringApplication()))
                .doesNotThrowAnyException();
    }

    private static void look(String key) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("config", Map.of(key, "x")));
        new UnknownKeys().postProcessEnvironment(environment, new SpringApplication());
    }
}
