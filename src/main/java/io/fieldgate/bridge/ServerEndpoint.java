package io.fieldgate.bridge;

import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** One whose neighbour is a server with a log-in: that of the configuration, unless the endpoint names another. */
public abstract class ServerEndpoint extends BridgeEndpoint {
    @UriParam
    private @Nullable String url;

    @UriParam(label = "security")
    private @Nullable String username;

    @UriParam(label = "security", secret = true)
    private @Nullable String password;

    protected ServerEndpoint(String uri, DefaultComponent component) {
        super(uri, component);
    }

    /**
     * Takes another server than that of the configuration.
     *
     * @throws IllegalArgumentException that says what a URL may be
     */
    protected abstract void useServer(String url);

    /** The endpoint's own, or else the configured one. */
    protected final String usernameOr(String configured) {
        return username == null ? configured : username;
    }

    /** The endpoint's own, or else the configured one. */
    protected final String passwordOr(String configured) {
        return password == null ? configured : password;
    }

    public @Nullable String getUrl() {
        return url;
    }

    /** Another server than that of the configuration (of redis: fieldgate.redis.url), written as it is there. */
    public void setUrl(String url) {
        try {
            useServer(url);
        } catch (IllegalArgumentException notAllowed) {
            throw new IllegalArgumentException(place() + ": url " + notAllowed.getMessage(), notAllowed);
        }
        this.url = url;
    }

    public @Nullable String getUsername() {
        return username;
    }

    /** User at the server, instead of that of the configuration (of redis: fieldgate.redis.username). */
    public void setUsername(String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    /** Password of that user, instead of that of the configuration (of redis: fieldgate.redis.password). */
    public void setPassword(String password) {
        this.password = password;
    }
}
