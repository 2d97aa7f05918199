package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFieldTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void close() {
        camel.stop();
    }

    @Test
    void aHeaderNeedsNoExchangeAndIsWhatSimpleMakesOfIt() {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeader("text", "pump-7");
        exchange.getMessage().setHeader("number", 7L);
        exchange.getMessage().setHeader("bytes", "p\u00fcmp".getBytes(UTF_8));
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        for (String name : new String[] {"text", "number", "bytes", "TEXT", "missing"}) {
            RecordField field = RecordField.of("${header." + name + "}", camel);

            assertThat(field.text(headers, null))
                    .as(name)
                    .isEqualTo(camel.resolveLanguage("simple")
                            .createExpression("${header." + name + "}")
                            .evaluate(exchange, String.class));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"${header.device}", "/device"})
    void needsNoExchangeFor(String text) {
        assertThat(RecordField.needsNoExchange(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${header.site}-${header.device}", "${body}", "${header.fg.site}", "pump"})
    void needsAnExchangeFor(String text) {
        assertThat(RecordField.needsNoExchange(text)).isFalse();
    }
}
