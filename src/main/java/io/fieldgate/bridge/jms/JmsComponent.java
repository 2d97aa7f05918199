package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.Defaults;
import io.fieldgate.bridge.TlsContexts;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code broker:} endpoints. */
@Component("broker")
public class JmsComponent extends DefaultComponent {
    private final JmsProperties properties;
    private final Supplier<SSLContext> tls;

    /** Connects to a broker on this machine. */
    public JmsComponent() {
        this(Defaults.of("fieldgate.broker", JmsProperties.class), TlsContexts::ofJava);
    }

    /** @param tls asked at each connection to a broker whose URL wants TLS */
    JmsComponent(JmsProperties properties, Supplier<SSLContext> tls) {
        this.properties = properties;
        this.tls = tls;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        JmsEndpoint endpoint = new JmsEndpoint(uri, remaining, this, properties);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Supplier<SSLContext> tls() {
        return tls;
    }
}
