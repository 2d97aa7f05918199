package io.fieldgate.mqtt;

import io.fieldgate.message.ServerUrl;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an MQTT broker listens, and how to speak to it.
 *
 * @param host name or address
 * @param port TCP port
 * @param tls whether the connection is encrypted
 * @param path of the WebSocket resource; null for MQTT right on TCP
 */
record BrokerUrl(
        String host, int port, boolean tls, @Nullable String path) {
    static final String ALLOWED =
            "allowed is tcp://host:port, ssl://host:port, ws://host:port/path or wss://host:port/path";

    private enum Scheme {
        TCP(1883, false, false),
        SSL(8883, true, false),
        WS(80, false, true),
        WSS(443, true, true);

        private final int port;
        private final boolean tls;
        private final boolean webSocket;

        Scheme(int port, boolean tls, boolean webSocket) {
            this.port = port;
            this.tls = tls;
            this.webSocket = webSocket;
        }
    }

    private static final Map<String, Scheme> SCHEMES = Map.of(
            "tcp", Scheme.TCP,
            "mqtt", Scheme.TCP,
            "ssl", Scheme.SSL,
            "mqtts", Scheme.SSL,
            "ws", Scheme.WS,
            "wss", Scheme.WSS);

    /**
     * Reads a URL; a port that is left out is the scheme's usual one.
     *
     * @throws IllegalArgumentException that says what is allowed; never shows user information, which may be a password
     */
    static BrokerUrl parse(String text) {
        URI url = ServerUrl.parse(text, "fieldgate.mqtt", ALLOWED);
        Scheme scheme =
                url.getScheme() == null ? null : SCHEMES.get(url.getScheme().toLowerCase(Locale.ROOT));
        if (scheme == null || url.getHost() == null) {
            throw new IllegalArgumentException("is '" + text + "', " + ALLOWED);
        }
        return new BrokerUrl(
                url.getHost(),
                url.getPort() < 0 ? scheme.port : url.getPort(),
                scheme.tls,
                scheme.webSocket ? path(url) : null);
    }

    private static String path(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/mqtt" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    @Override
    public String toString() {
        String scheme = path == null ? (tls ? "ssl" : "tcp") : (tls ? "wss" : "ws");
        return scheme + "://" + host + ":" + port + (path == null ? "" : path);
    }
}
