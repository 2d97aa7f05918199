package io.fieldgate.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may send: those of the gateway's own address, and those that are named. Of others a browser would show the
 * answer to nobody, but send a simple request all the same, so they are refused here.
 */
final class Cors {
    private static final String ORIGIN = "Origin";
    private static final String SECONDS = "600";

    private final List<String> origins;
    private final BooleanSupplier onlyThisMachine;

    /** @param onlyThisMachine whether who is on this machine may send without saying who it is, and nobody else may */
    Cors(List<String> origins, BooleanSupplier onlyThisMachine) {
        this.origins = origins;
        this.onlyThisMachine = onlyThisMachine;
    }

    /** @throws Problem when it comes from a page that is not allowed to */
    void check(HttpServletRequest request) {
        String origin = request.getHeader(ORIGIN);
        if (origin != null && !isNamed(origin) && !isOwn(origin, request)) {
            throw Problem.of(403, "ORIGIN", "Pages of this origin may not send, see fieldgate.ingest.cors-origins.");
        }
    }

    /** Says to the browser that the page may see the answer. */
    void allow(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader(ORIGIN);
        if (origin != null && isNamed(origin)) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
            response.addHeader("Vary", ORIGIN);
        }
    }

    /** Whether it is the question that a browser asks first, and it was answered. */
    boolean answered(HttpServletRequest request, HttpServletResponse response) {
        @Nullable String origin = request.getHeader(ORIGIN);
        if (!request.getMethod().equals("OPTIONS")
                || origin == null
                || request.getHeader("Access-Control-Request-Method") == null
                || !isNamed(origin)) {
            return false;
        }
        allow(request, response);
        response.setHeader("Access-Control-Allow-Methods", "POST");
        response.setHeader(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, Content-Encoding, Idempotency-Key, Prefer, traceparent, tracestate");
        response.setHeader("Access-Control-Max-Age", SECONDS);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return true;
    }

    private boolean isNamed(String origin) {
        return origins.contains(origin) || origins.contains("*");
    }

    private boolean isOwn(String origin, HttpServletRequest request) {
        String host = request.getHeader("Host");
        return host != null
                && origin.equals(request.getScheme() + "://" + host)
                // Any other name was made to lead here by whoever has that page (DNS rebinding).
                && (!onlyThisMachine.getAsBoolean() || ThisMachine.isCalled(host));
    }
}
