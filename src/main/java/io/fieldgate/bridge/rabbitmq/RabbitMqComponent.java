package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.bridge.Defaults;
import io.fieldgate.bridge.TlsContexts;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code rabbitmq:} endpoints. */
@Component("rabbitmq")
public class RabbitMqComponent extends DefaultComponent {
    private final RabbitMqProperties properties;
    private final Supplier<SSLContext> tls;

    /** Connects to a broker on this machine. */
    public RabbitMqComponent() {
        this(Defaults.of("fieldgate.rabbitmq", RabbitMqProperties.class), TlsContexts::ofJava);
    }

    /** @param tls asked at each connection to a broker whose URL wants TLS */
    RabbitMqComponent(RabbitMqProperties properties, Supplier<SSLContext> tls) {
        this.properties = properties;
        this.tls = tls;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        RabbitMqEndpoint endpoint = new RabbitMqEndpoint(uri, remaining, this, properties);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Supplier<SSLContext> tls() {
        return tls;
    }
}
