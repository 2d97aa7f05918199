package io.fieldgate.bridge.jafka;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Creates {@code jafka:} endpoints. */
@Component("jafka")
public class JafkaComponent extends DefaultComponent {
    private final JafkaProperties properties;

    /** Reads from a broker on this machine. */
    public JafkaComponent() {
        this(new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("fieldgate.jafka", JafkaProperties.class));
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
