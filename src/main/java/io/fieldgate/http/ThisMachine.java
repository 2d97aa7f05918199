package io.fieldgate.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** How to tell that a request comes from this machine, and not from a page whose name somebody has made lead here. */
final class ThisMachine {
    private static final Pattern NAMES = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    private ThisMachine() {}

    static boolean sends(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return isAddress(request.getRemoteAddr()) && host != null && isCalled(host);
    }

    private static boolean isAddress(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    /** @param host as the header of that name has it */
    static boolean isCalled(String host) {
        return NAMES.matcher(host).matches();
    }
}
