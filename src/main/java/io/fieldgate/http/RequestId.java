package io.fieldgate.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The number of a request, by which its client and the log can speak of it. */
public final class RequestId {
    static final String HEADER = "X-Request-Id";

    private RequestId() {}

    /** Gives the request of this response a number. */
    static String give(HttpServletResponse response) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        response.setHeader(HEADER, id);
        return id;
    }

    /** Null when it has none. */
    public static @Nullable String of(HttpServletResponse response) {
        return response.getHeader(HEADER);
    }
}
