package io.fieldgate.route;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** Endpoints as they stand in route files. */
public final class EndpointName {
    private EndpointName() {}

    /** Without what Camel does to a URI: it encodes braces and adds slashes. */
    public static String of(String uri) {
        return UriUtils.decode(uri, StandardCharsets.UTF_8).replaceFirst("://", ":");
    }
}
