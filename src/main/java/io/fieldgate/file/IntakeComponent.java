package io.fieldgate.file;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code intake:} endpoints, which read files below one root. */
@Component("intake")
public final class IntakeComponent extends DefaultComponent {
    private final IntakeProperties properties;

    IntakeComponent(IntakeProperties properties) {
        this.properties = properties;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        IntakeEndpoint endpoint = new IntakeEndpoint(uri, remaining, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    IntakeProperties properties() {
        return properties;
    }
}
