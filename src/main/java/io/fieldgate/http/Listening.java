package io.fieldgate.http;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Where the gateway takes HTTP.
 *
 * @param host as it is configured
 * @param port 0 when the system chooses
 * @param loopback whether nobody but this machine can reach it
 * @param tls whether it speaks TLS
 */
record Listening(String host, int port, boolean loopback, boolean tls) {
    /** @throws InvalidConfigurationPropertyValueException when strangers could send, or listen in to tokens; with the cure */
    void check(boolean asksForTokens, boolean behindProxy) {
        if (loopback || behindProxy || (asksForTokens && tls)) {
            return;
        }
        String missing = asksForTokens
                ? "without TLS, so that tokens could be read on the way"
                : "without tokens, so that anyone could send";
        String reason = "server.address is " + host + ", which is not this machine alone, " + missing
                + ". Make tokens with './fieldgate token new NAME --path PATH' and set server.ssl.bundle; or set"
                + " server.address to 127.0.0.1; or, when a proxy in front does both, fieldgate.ingest.behind-proxy to"
                + " true";
        throw new InvalidConfigurationPropertyValueException("server.address", host, reason);
    }

    /** Whether others than this machine can reach it, or a proxy for them. */
    boolean isExposed(boolean behindProxy) {
        return !loopback || behindProxy;
    }

    String url() {
        return (tls ? "https://" : "http://") + (loopback ? "127.0.0.1" : host) + ":" + port;
    }
}
