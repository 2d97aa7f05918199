package io.fieldgate.bridge.jafka;

import io.fieldgate.bridge.Defaults;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code jafka:} endpoints. */
@Component("jafka")
public class JafkaComponent extends DefaultComponent {
    private final JafkaProperties properties;

    /** Reads from a broker on this machine. */
    public JafkaComponent() {
        this(Defaults.of("fieldgate.jafka", JafkaProperties.class));
    }

    JafkaComponent(JafkaProperties properties) {
        this.properties = properties;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        JafkaEndpoint endpoint = new JafkaEndpoint(uri, remaining, this, properties);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
