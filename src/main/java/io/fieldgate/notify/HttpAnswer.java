package io.fieldgate.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param host who has answered
 * @param said the beginning of the answer on one line, without the secrets of the request
 * @param retryAfter for how long it wants to be left alone; null when it does not say
 */
record HttpAnswer(
        String host, int code, String said, @Nullable Duration retryAfter) {
    /** What is read of the text; the rest is cut off with the connection. */
    private static final int MOST_READ = 64 * 1024;
    /** What of it is shown to an operator. */
    private static final int SHOWN = 200;

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(15);

    /**
     * Reads the beginning of the text. Its code is the answer: what cannot be read of the text is nobody's loss.
     *
     * @param request is cancelled when the text does not end
     * @param echo of the request
     */
    static HttpAnswer of(ClassicHttpResponse answer, Cancellable request, Echo echo, Clock clock) {
        return new HttpAnswer(
                echo.url().getHost(),
                answer.getCode(),
                shown(echo.hideIn(text(answer.getEntity(), request))),
                retryAfter(answer.getFirstHeader("Retry-After"), clock));
    }

    /** The stream is left open: closing it would read a long answer to its end. */
    private static String text(@Nullable HttpEntity entity, Cancellable request) {
        if (entity == null) {
            return "";
        }
        byte[] read = new byte[MOST_READ];
        int length = 0;
        try {
            InputStream text = entity.getContent();
            int more = 0;
            while (more >= 0 && length < read.length) {
                length += more;
                more = text.read(read, length, read.length - length);
            }
        } catch (IOException broken) {
            request.cancel();
        }
        if (length == read.length) {
            request.cancel();
        }
        return new String(read, 0, length, StandardCharsets.UTF_8);
    }

    private static String shown(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }

    /** RFC 9110, 10.2.3: seconds, or a date. Null when it is neither. */
    private static @Nullable Duration retryAfter(@Nullable Header header, Clock clock) {
        if (header == null) {
            return null;
        }
        String value = header.getValue().strip();
        Duration wait;
        try {
            wait = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            Instant.now(clock),
                            ZonedDateTime.parse(
                                    value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ENGLISH)));
        } catch (DateTimeException neither) {
            return null;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait;
    }

    boolean isAccepted() {
        return code >= 200 && code < 300;
    }

    /** Whether the same request may be accepted later. */
    boolean mayGetBetter() {
        return code >= 500 || code == 408 || code == 429;
    }

    boolean isRedirect() {
        return code >= 300 && code < 400;
    }

    /** For an operator. */
    String sentence() {
        return host + " answers with " + code + (said.isEmpty() ? "." : ": " + said)
                + (isRedirect() ? " Redirects are not followed." : "");
    }
}
