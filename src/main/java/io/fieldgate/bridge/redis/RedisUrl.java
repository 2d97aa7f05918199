package io.fieldgate.bridge.redis;

import io.fieldgate.message.ServerUrl;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where Redis listens.
 *
 * @param host name or address
 * @param port TCP port
 * @param tls whether the connection is encrypted
 * @param database number of the database that is meant
 */
record RedisUrl(String host, int port, boolean tls, int database) {
    private static final String ALLOWED = "allowed is redis://host:port/database or rediss://host:port/database";
    private static final int PORT = 6379;
    private static final Pattern DATABASE = Pattern.compile("/?|/[0-9]{1,5}");

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException that says what is allowed; never shows user information, which may be a password
     */
    static RedisUrl parse(String text) {
        URI url = ServerUrl.parse(text, "fieldgate.redis", ALLOWED);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("rediss");
        String path = url.getPath() == null ? "" : url.getPath();
        if (url.getHost() == null
                || !(tls || scheme.equals("redis"))
                || !DATABASE.matcher(path).matches()) {
            throw new IllegalArgumentException("is '" + text + "', " + ALLOWED);
        }
        return new RedisUrl(
                url.getHost(),
                url.getPort() >= 0 ? url.getPort() : PORT,
                tls,
                path.length() > 1 ? Integer.parseInt(path.substring(1)) : 0);
    }

    @Override
    public String toString() {
        return (tls ? "rediss" : "redis") + "://" + host + ":" + port + (database == 0 ? "" : "/" + database);
    }
}
