package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What editors know of {@code config/receivers.yaml}, compared with what is read. */
class ReceiversSchemaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                    | { nothing: 1 }",
                "/properties/route                                   | { route: { nothing: 1 } }",
                "/definitions/branch                                 | { route: { routes: [{ nothing: 1 }] } }",
                "/properties/outgoing                                | { outgoing: { nothing: 1 } }",
                "/properties/receivers/items                         | { receivers: [{ log: {}, nothing: 1 }] }",
                "/properties/receivers/items/properties/webhook      | { receivers: [{ webhook: { nothing: 1 } }] }",
                "/properties/receivers/items/properties/slack        | { receivers: [{ slack: { nothing: 1 } }] }",
                "/properties/receivers/items/properties/alertmanager | { receivers: [{ alertmanager: { nothing: 1 } }] }",
                "/properties/receivers/items/properties/email        | { receivers: [{ email: { nothing: 1 } }] }",
                "/properties/receivers/items/properties/mqtt         | { receivers: [{ mqtt: { nothing: 1 } }] }",
                "/properties/receivers/items/properties/topic        | { receivers: [{ topic: { nothing: 1 } }] }",
                "/properties/receivers/items/properties/log          | { receivers: [{ log: { nothing: 1 } }] }",
                "/properties/inhibit_rules/items                     | { inhibit_rules: [{ nothing: 1 }] }",
                "/properties/mute_time_intervals/items               | { mute_time_intervals: [{ nothing: 1 }] }",
                "/properties/mute_time_intervals/items/properties/time_intervals/items"
                        + " | { mute_time_intervals: [{ time_intervals: [{ nothing: 1 }] }] }",
                "/properties/mute_time_intervals/items/properties/time_intervals/items/properties/times/items"
                        + " | { mute_time_intervals: [{ time_intervals: [{ times: [{ nothing: 1 }] }] }] }"
            })
    void theSchemaHasTheKeysThatAreReadAndNoOthers(String place, String mistake) throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Path.of("schemas/receivers.schema.json").toFile())
                .at(place == null ? "" : place);

        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(ReceiversFile.read("receivers.yaml", mistake, name -> null)
                        .receivers()
                        .problems())
                .anySatisfy(problem -> assertThat(problem.message())
                        .startsWith("unknown key 'nothing'")
                        .endsWith("allowed are " + keys(schema)));
    }

    private static Set<String> keys(JsonNode schema) {
        Set<String> keys = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
