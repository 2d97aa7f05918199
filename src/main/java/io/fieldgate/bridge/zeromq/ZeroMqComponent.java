package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code zeromq:} endpoints. */
@Component("zeromq")
public class ZeroMqComponent extends DefaultComponent {
    private final ZeroMqProperties properties;

    /** Knows no socket. */
    public ZeroMqComponent() {
        this(new ZeroMqProperties(Map.of()));
    }

    ZeroMqComponent(ZeroMqProperties properties) {
        this.properties = properties;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ZeroMqEndpoint endpoint = new ZeroMqEndpoint(uri, remaining, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** @throws IllegalArgumentException when there is none of this name */
    Socket socket(String name) {
        Socket socket = properties.sockets().get(name);
        if (socket == null) {
            throw new IllegalArgumentException("there is no socket '" + name + "', set fieldgate.zeromq.sockets." + name
                    + ".address in config/application.yaml; there are "
                    + new TreeSet<>(properties.sockets().keySet()));
        }
        return socket;
    }
}
