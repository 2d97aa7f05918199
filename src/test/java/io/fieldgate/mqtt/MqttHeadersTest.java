package io.fieldgate.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttHeadersTest {
    @Test
    void aTraceparentGoesOnUnderItsOwnName() {
        String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        assertThat(headers("traceparent", traceparent)).containsExactly(Map.entry("traceparent", traceparent));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nX-Admin: yes",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            })
    void whatIsNoTraceparentIsAUserPropertyAsAnyOther(String other) {
        assertThat(headers("traceparent", other)).containsExactly(Map.entry("mqtt.user.traceparent", other));
    }

    @Test
    void aTracestateGoesOnWithATraceparentWhenItIsNotTooLong() {
        String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        assertThat(headers("tracestate", "a=b", "traceparent", traceparent)).containsEntry("tracestate", "a=b");
        assertThat(headers("tracestate", "a=b")).containsExactly(Map.entry("mqtt.user.tracestate", "a=b"));
        assertThat(headers("tracestate", "a".repeat(513), "traceparent", traceparent))
                .containsKey("mqtt.user.tracestate")
                .doesNotContainKey("tracestate");
    }

    private static Map<String, Object> headers(String... pairs) {
        MqttProperties properties = new MqttProperties();
        UserProperties user = new UserProperties();
        for (int i = 0; i < pairs.length; i += 2) {
            user.add(pairs[i], pairs[i + 1]);
        }
        properties.add(user);
        Map<String, Object> headers = new HashMap<>();
        MqttHeaders.properties(headers, properties);
        return headers;
    }
}
