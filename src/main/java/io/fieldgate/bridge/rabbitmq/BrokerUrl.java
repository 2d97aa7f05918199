package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.message.ServerUrl;
import java.net.URI;
import java.util.Locale;

/**
 * Where RabbitMQ listens.
 *
 * @param host name or address
 * @param port TCP port
 * @param tls whether the connection is encrypted
 * @param virtualHost that part of the broker which is meant
 */
record BrokerUrl(String host, int port, boolean tls, String virtualHost) {
    private static final String ALLOWED = "allowed is amqp://host:port/virtual-host or amqps://host:port/virtual-host";
    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException that says what is allowed; never shows user information, which may be a password
     */
    static BrokerUrl parse(String text) {
        URI url = ServerUrl.parse(text, "fieldgate.rabbitmq", ALLOWED);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("amqps");
        if (url.getHost() == null || !(tls || scheme.equals("amqp"))) {
            throw new IllegalArgumentException("is '" + text + "', " + ALLOWED);
        }
        String path = url.getPath() == null ? "" : url.getPath();
        return new BrokerUrl(
                url.getHost(),
                url.getPort() >= 0 ? url.getPort() : tls ? TLS_PORT : PORT,
                tls,
                path.length() > 1 ? path.substring(1) : "/");
    }

    @Override
    public String toString() {
        String path = virtualHost.equals("/") ? "" : "/" + virtualHost;
        return (tls ? "amqps" : "amqp") + "://" + host + ":" + port + path;
    }
}
