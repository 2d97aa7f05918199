package io.fieldgate.route.reload;

import io.fieldgate.message.Causes;

/** Camel cannot make or start a route, or what routes share. What ran before runs again. */
final class RouteRefused extends Exception {
    private final String file;

    /**
     * @param file by whose fault
     * @param place {@code file:line}
     * @param what {@code route 'id'}
     */
    RouteRefused(String file, String place, String what, Throwable cause) {
        super(place + ": " + what + ": " + Causes.root(cause).getMessage(), cause);
        this.file = file;
    }

    String file() {
        return file;
    }
}
