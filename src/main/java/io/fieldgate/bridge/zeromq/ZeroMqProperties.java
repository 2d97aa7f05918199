package io.fieldgate.bridge.zeromq;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sockets that {@code zeromq:} routes use.
 *
 * @param sockets by the name that routes give them
 */
@ConfigurationProperties("fieldgate.zeromq")
public record ZeroMqProperties(@DefaultValue Map<String, Socket> sockets) {
    private static final String SCHEME = "tcp://";
    private static final Pattern ADDRESS =
            Pattern.compile(SCHEME + "(\\*|\\[[0-9a-fA-F:.]+]|[^:/*\\s\\[\\]]+):(\\d{1,5})");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|\\[.*]");
    private static final int LAST_PORT = 65_535;
    private static final int MOST = 1_000_000;

    /**
     * A socket, as ZeroMQ's zmq_tcp(7) and zmq_curve(7) have it.
     *
     * @param address tcp://host:port; with {@code bind} tcp://*:port too
     * @param bind whether others connect to it, instead of it to others
     * @param highWaterMark messages that wait in it at most, for each other end
     * @param maxMessageSize bytes of the largest message; whoever sends a larger one is cut off
     * @param curve keys by which both ends know each other, and with which all is encrypted; null: neither
     */
    public record Socket(
            @Nullable String address,
            @DefaultValue("false") boolean bind,
            @DefaultValue("1000") int highWaterMark,
            @DefaultValue("1048576") long maxMessageSize,
            @Nullable Curve curve) {
        /** @throws IllegalArgumentException naming the key and what is allowed */
        public Socket {
            Matcher parts = ADDRESS.matcher(Objects.requireNonNullElse(address, ""));
            if (!parts.matches() || Integer.parseInt(parts.group(2)) > LAST_PORT) {
                throw new IllegalArgumentException(
                        "address is " + address + ", allowed is tcp://host:port, or tcp://*:port with bind");
            }
            String host = parts.group(1);
            if (!bind && host.equals("*")) {
                throw new IllegalArgumentException("address is " + address + ", which is allowed with bind: true only");
            }
            if (bind && !isLoopback(host) && (curve == null || curve.clients() == null)) {
                throw new IllegalArgumentException(
                        "address is " + address + ", which others than this machine reach,"
                                + " without curve.clients, so that anyone could connect; name their keys, or bind to 127.0.0.1");
            }
            if (highWaterMark < 1 || highWaterMark > MOST) {
                throw new IllegalArgumentException("high-water-mark is " + highWaterMark + ", allowed is 1 to " + MOST);
            }
            if (maxMessageSize < 1) {
                throw new IllegalArgumentException("max-message-size is " + maxMessageSize + ", allowed is 1 and more");
            }
            if (curve != null) {
                curve.check(bind);
            }
        }

        /** Where it is. */
        String where() {
            return Objects.requireNonNull(address);
        }

        /** Whether more than this machine can connect to it. */
        boolean isOpenToOthers() {
            return bind && !isLoopback(host());
        }

        /** Whether its host must be looked up. */
        boolean isNamed() {
            return !NUMERIC.matcher(host()).matches();
        }

        private String host() {
            return where().substring(SCHEME.length(), where().lastIndexOf(':'));
        }

        private static boolean isLoopback(String host) {
            try {
                return !host.equals("*") && InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException elsewhere) {
                return false;
            }
        }
    }

    /**
     * Keys of 40 characters each, as {@code curve_keygen} prints them (Z85, RFC 32/Z85).
     *
     * @param publicKey of this end
     * @param secretKey of this end
     * @param serverKey the public key of the end that binds; needed by the end that connects
     * @param clients folder of certificates of those that may connect, as czmq's zcert writes public ones; for the end that
     *     binds. Null: whoever knows our public key
     */
    public record Curve(
            @Nullable String publicKey,
            @Nullable String secretKey,
            @Nullable String serverKey,
            @Nullable Path clients) {
        private static final Pattern KEY = Pattern.compile("[0-9a-zA-Z.\\-:+=^!/*?&<>()\\[\\]{}@%$#]{40}");

        private void check(boolean bind) {
            key("public-key", publicKey);
            key("secret-key", secretKey);
            if (!bind) {
                key("server-key", serverKey);
            } else if (serverKey != null) {
                throw new IllegalArgumentException(
                        "curve.server-key is set, which is for the end that connects; with bind it is the public-key");
            }
        }

        /** Never shows the key. */
        private static void key(String name, @Nullable String value) {
            if (value == null || !KEY.matcher(value).matches()) {
                throw new IllegalArgumentException("curve." + name + (value == null ? " is missing" : " is no key")
                        + ", allowed are the 40 characters that curve_keygen prints");
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Curve[publicKey=" + publicKey + ", serverKey=" + serverKey + ", clients=" + clients + "]";
        }
    }

    public ZeroMqProperties {
        sockets = Map.copyOf(sockets);
    }
}
