package io.fieldgate.bridge.jms;

import io.fieldgate.message.ServerUrl;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * Where the broker listens.
 *
 * @param scheme says how to speak to it
 * @param host name or address
 * @param port TCP port
 */
record BrokerUrl(String scheme, String host, int port) {
    private static final String ALLOWED =
            "allowed is tcp://host:port or ssl://host:port for OpenWire, amqp://host:port or"
                    + " amqps://host:port for AMQP 1.0, stomp://host:port or stomps://host:port for STOMP 1.2";
    private static final Map<String, Integer> PORTS =
            Map.of("tcp", 61616, "ssl", 61617, "amqp", 5672, "amqps", 5671, "stomp", 61613, "stomps", 61614);

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException that says what is allowed; never shows user information, which may be a password
     */
    static BrokerUrl parse(String text) {
        URI url = ServerUrl.parse(text, "fieldgate.broker", ALLOWED);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        Integer port = PORTS.get(scheme);
        String rest = url.getRawPath() == null ? "" : url.getRawPath();
        if (url.getHost() == null || port == null || rest.length() > 1 || url.getRawQuery() != null) {
            throw new IllegalArgumentException("is '" + text + "', " + ALLOWED);
        }
        return new BrokerUrl(scheme, url.getHost(), url.getPort() >= 0 ? url.getPort() : port);
    }

    boolean tls() {
        return scheme.equals("ssl") || scheme.equals("amqps") || scheme.equals("stomps");
    }

    boolean amqp() {
        return scheme.startsWith("amqp");
    }

    boolean stomp() {
        return scheme.startsWith("stomp");
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
