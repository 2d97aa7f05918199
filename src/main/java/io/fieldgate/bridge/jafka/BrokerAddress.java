package io.fieldgate.bridge.jafka;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a broker of Jafka listens. */
record BrokerAddress(String host, int port) {
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+]):([0-9]{1,5})");
    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException that says what is allowed
     */
    static BrokerAddress parse(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("is '" + text + "', allowed is host:port");
        }
        return new BrokerAddress(matcher.group(1), port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
