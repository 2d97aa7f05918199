package io.fieldgate.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUrlTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://broker,tcp://broker:1883",
        "mqtt://broker:1884,tcp://broker:1884",
        "ssl://broker,ssl://broker:8883",
        "MQTTS://broker,ssl://broker:8883",
        "ws://broker,ws://broker:80/mqtt",
        "wss://broker:8443/a/b?c=d,wss://broker:8443/a/b?c=d",
        "tcp://[::1]:1883,tcp://[::1]:1883"
    })
    void knowsSchemesAndTheirPorts(String text, String meant) {
        assertThat(BrokerUrl.parse(text)).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker:1883", "http://broker", "tcp://", "", "tcp://bro ker"})
    void saysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> BrokerUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed is tcp://host:port, ssl://host:port");
    }

    @Test
    void refusesAPasswordInTheUrlWithoutShowingIt() {
        assertThatThrownBy(() -> BrokerUrl.parse("tcp://gateway:s3cr3t@broker"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fieldgate.mqtt.password")
                .hasMessageNotContaining("s3cr3t");
    }
}
