package io.fieldgate.message;

import java.net.URI;
import java.net.URISyntaxException;

/** The URL of a server as it stands in the configuration. */
public final class ServerUrl {
    private ServerUrl() {}

    /**
     * Reads one; what it may be else is up to the caller.
     *
     * @param section of the configuration where user and password belong, such as {@code fieldgate.mqtt}
     * @param allowed what is allowed, in a few words
     * @throws IllegalArgumentException that says what is allowed; never shows user information, which may be a password
     */
    public static URI parse(String text, String section, String allowed) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("is no URL (" + malformed.getReason() + "), " + allowed, malformed);
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "holds a user, which belongs into " + section + ".username and " + section + ".password");
        }
        return url;
    }
}
