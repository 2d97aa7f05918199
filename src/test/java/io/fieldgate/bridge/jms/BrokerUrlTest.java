package io.fieldgate.bridge.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerUrlTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://plant,           tcp://plant:61616",
        "ssl://plant/,          ssl://plant:61617",
        "amqp://plant,          amqp://plant:5672",
        "AMQPS://127.0.0.1,     amqps://127.0.0.1:5671",
        "stomp://plant,         stomp://plant:61613",
        "stomps://plant,        stomps://plant:61614",
        "tcp://plant:7000,      tcp://plant:7000",
    })
    void isReadWithThePortThatIsUsualForItsProtocol(String text, String meant) {
        assertThat(BrokerUrl.parse(text)).hasToString(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "plant:61616",
        "http://plant",
        "tcp://plant/readings",
        "tcp://",
        "tcp://plant?jms.useAsyncSend=true",
        "failover:(tcp://plant:61616)"
    })
    void isRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> BrokerUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed is tcp://host:port");
    }

    @Test
    void neverShowsAPasswordThatStandsInIt() {
        assertThatThrownBy(() -> BrokerUrl.parse("amqp://gateway:hidden@plant"))
                .hasMessageContaining("fieldgate.broker.password")
                .hasMessageNotContaining("hidden");
    }
}
