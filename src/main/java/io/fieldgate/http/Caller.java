package io.fieldgate.http;

import jakarta.servlet.http.HttpServletRequest;

/** Who asks under {@code /api}. */
public final class Caller {
    private static final String ATTRIBUTE = "fieldgate.caller";
    /** Without tokens only this machine may ask. */
    private static final String LOCAL = "local";

    private Caller() {}

    static void is(HttpServletRequest request, String token) {
        request.setAttribute(ATTRIBUTE, token);
    }

    /** The name of the token, or {@code local}. */
    public static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String name ? name : LOCAL;
    }
}
