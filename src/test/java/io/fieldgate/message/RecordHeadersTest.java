package io.fieldgate.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordHeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                RecordHeaders.SOURCE,
                RecordHeaders.ROUTE,
                RecordHeaders.RECEIVED_AT,
                RecordHeaders.PREFIX + RecordHeaders.DEVICE,
                RecordHeaders.MQTT_TOPIC,
                RecordHeaders.MQTT_QOS,
                RecordHeaders.MQTT_RETAIN,
                RecordHeaders.MQTT_USER_PREFIX + "firmware",
                RecordHeaders.CONTENT_TYPE,
                RecordHeaders.TRACEPARENT,
                RecordHeaders.TRACESTATE,
                "http.header.x-request-id",
            })
    void carriesTheGatewaysOwnHeaders(String name) {
        assertThat(RecordHeaders.isCarried(name)).isTrue();
    }

    /** What a client could smuggle in to steer Camel or Kafka (CVE-2025-27636, CVE-2026-49098), in any spelling. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "device",
                "fg",
                "FG.source",
                "mqtt",
                "MQTT.topic",
                "Content-Type",
                "Traceparent",
                "kafka.KEY",
                "kafka.OVERRIDE_TOPIC",
                "CamelKafkaKey",
                "CamelHttpUri",
                "camelfilename",
                "Authorization",
            })
    void leavesEverythingElseBehind(String name) {
        assertThat(RecordHeaders.isCarried(name)).isFalse();
    }
}
