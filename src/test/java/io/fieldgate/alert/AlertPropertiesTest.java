package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AlertPropertiesTest {
    @Test
    void hasDefaultsForEverything() {
        AlertProperties properties = bind(Map.of());

        assertThat(properties.enabled()).isTrue();
        assertThat(properties.topic()).isEqualTo("alerts");
        assertThat(properties.store()).isEqualTo(AlertProperties.Store.MEMORY);
    }

    @ParameterizedTest
    @CsvSource({
        "topic, a lerts, 'fieldgate.alerts.topic is ''a lerts'', it takes 1 to 100 letters'",
        "application-id, '', 'fieldgate.alerts.application-id is'",
        "partitions, 0, it takes a number from 1 on",
        "replication-factor, 0, -1 for the broker's default",
        "threads, 65, it takes 1 to 64"
    })
    void refusesWhatCannotWorkAndSaysWhatIsAllowed(String key, String value, String complaint) {
        assertThatThrownBy(() -> bind(Map.of("fieldgate.alerts." + key, value)))
                .rootCause()
                .hasMessageContaining(complaint);
    }

    private static AlertProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("fieldgate.alerts", AlertProperties.class);
    }
}
