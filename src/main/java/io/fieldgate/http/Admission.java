package io.fieldgate.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;

/** Looks at everything of a request but its body, so that whoever cannot succeed need not send it. */
final class Admission {
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    private final IngestProperties properties;
    private final Access access;
    private final Cors cors;
    private final Room room;

    Admission(IngestProperties properties, Access access, Cors cors, Room room) {
        this.properties = properties;
        this.access = access;
        this.cors = cors;
        this.room = room;
    }

    /** @throws Problem when it is refused */
    Admitted admit(HttpServletRequest request, RequestPath path, Paths.Match match, String id) {
        IngestConsumer consumer = match.consumer();
        if (!request.getMethod().equals("POST")) {
            throw Problem.of(
                    405, "METHOD", "The method is " + request.getMethod() + ", allowed is POST.", "Allow", "POST");
        }
        cors.check(request);
        Token token = access.token(request, path.toString(), consumer.template().captures(), match.captured());
        consumer.checkOpen();
        MediaType type = contentType(request.getContentType());
        BodyFormat format = format(consumer.endpoint(), type);
        boolean gzip = isGzip(request);
        checkLength(request.getContentLengthLong(), gzip ? null : format);
        String key = key(request);
        if (room.isFull()) {
            throw busy();
        }
        long at = System.currentTimeMillis();
        return new Admitted(
                consumer,
                path.toString(),
                token,
                format,
                gzip,
                key,
                prefersReceipts(request),
                id,
                RequestHeaders.of(request::getHeader, consumer.endpoint(), match.captured(), format, type, at),
                at);
    }

    /** How the records of a body are told apart; a {@link Problem} when the route does not take it. */
    static BodyFormat format(IngestEndpoint endpoint, MediaType type) {
        BodyFormat fixed = endpoint.bodyFormat();
        BodyFormat format = BodyFormat.of(fixed, (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT));
        boolean json = format != BodyFormat.TEXT && format != BodyFormat.BYTES;
        if (format == null || (!json && endpoint.payloadSchema() != null)) {
            throw notTaken("The content type is " + type.getType() + "/" + type.getSubtype(), fixed);
        }
        checkCharset(type, format);
        return format;
    }

    static Problem busy() {
        return Problem.temporary(
                "BUSY", "As much is on its way to Kafka as may be. Nothing of this was stored, try again.", 1);
    }

    static MediaType contentType(@Nullable String text) {
        if (text == null) {
            throw Problem.of(415, "CONTENT_TYPE", "There is no Content-Type, for JSON it is application/json.");
        }
        try {
            MediaType type = MediaType.parseMediaType(text);
            if (!type.isWildcardType() && !type.isWildcardSubtype()) {
                return type;
            }
        } catch (InvalidMediaTypeException | InvalidMimeTypeException wrong) {
            // Said below.
        }
        throw Problem.of(415, "CONTENT_TYPE", "The Content-Type is none, for JSON it is application/json.");
    }

    private static Problem notTaken(String what, @Nullable BodyFormat fixed) {
        return Problem.of(
                415,
                "CONTENT_TYPE",
                what + ", allowed is one of " + BodyFormat.taken(fixed).keySet() + ".");
    }

    private static void checkCharset(MediaType type, BodyFormat format) {
        String charset = type.getParameter("charset");
        if (charset != null && format.isText() && !charset.matches("(?i)\"?(utf-8|utf8|us-ascii)\"?")) {
            throw Problem.of(415, "CHARSET", "The charset of the Content-Type is not allowed, allowed is utf-8.");
        }
    }

    private static boolean isGzip(HttpServletRequest request) {
        boolean gzip = false;
        Enumeration<String> encodings = request.getHeaders("Content-Encoding");
        while (encodings.hasMoreElements()) {
            String encoding = encodings.nextElement().strip().toLowerCase(Locale.ROOT);
            if (!encoding.equals("identity")) {
                if (gzip || !(encoding.equals("gzip") || encoding.equals("x-gzip"))) {
                    throw Problem.of(
                            415,
                            "CONTENT_ENCODING",
                            "The Content-Encoding is not allowed, allowed is gzip, or none.",
                            "Accept-Encoding",
                            "gzip");
                }
                gzip = true;
            }
        }
        return gzip;
    }

    private void checkLength(long length, @Nullable BodyFormat plain) {
        long most = plain == BodyFormat.BYTES
                ? properties.maxRecordSize().toBytes()
                : properties.maxBodySize().toBytes();
        if (length > most) {
            throw tooLarge(most);
        }
    }

    static Problem tooLarge(long most) {
        return Problem.of(413, "LIMIT_SIZE", "The body is larger than " + most + " bytes, which is the most.");
    }

    private static @Nullable String key(HttpServletRequest request) {
        String key = request.getHeader("Idempotency-Key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw Problem.of(
                    400,
                    "IDEMPOTENCY_KEY",
                    "The Idempotency-Key is not 1 to 255 visible ASCII characters, which is allowed.");
        }
        return key;
    }

    private static boolean prefersReceipts(HttpServletRequest request) {
        Enumeration<String> preferences = request.getHeaders("Prefer");
        while (preferences.hasMoreElements()) {
            for (String preference : preferences.nextElement().split(",", -1)) {
                if (preference.strip().equalsIgnoreCase("return=representation")) {
                    return true;
                }
            }
        }
        return false;
    }
}
