package io.fieldgate.bridge.redis;

import io.fieldgate.bridge.Defaults;
import io.fieldgate.bridge.TlsContexts;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code redis:} endpoints. */
@Component("redis")
public class RedisComponent extends DefaultComponent {
    private final RedisProperties properties;
    private final Supplier<SSLContext> tls;

    /** Connects to a server on this machine. */
    public RedisComponent() {
        this(Defaults.of("fieldgate.redis", RedisProperties.class), TlsContexts::ofJava);
    }

    /** @param tls asked at each connection to a server whose URL wants TLS */
    RedisComponent(RedisProperties properties, Supplier<SSLContext> tls) {
        this.properties = properties;
        this.tls = tls;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        RedisEndpoint endpoint = new RedisEndpoint(uri, remaining, this, properties);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Supplier<SSLContext> tls() {
        return tls;
    }
}
