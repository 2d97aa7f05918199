package io.fieldgate.file;

import io.fieldgate.message.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** {@code intake:} without its folder: a file is cut into records as always. One thread at a time. */
public final class IntakeTrial {
    private IntakeTrial() {}

    /** What is to be known as {@code intake}. */
    public static Component component(IntakeProperties properties) {
        return new IntakeComponent(properties);
    }

    /** Whether files can be given to it with {@link #read}. */
    public static boolean isSource(Endpoint endpoint) {
        return endpoint instanceof IntakeEndpoint;
    }

    /**
     * The records of a file.
     *
     * @param source of the route
     * @param name of the file below fieldgate.intake.root, like telemetry/oven.csv
     * @param at when it is read, in milliseconds since 1970
     * @throws IllegalArgumentException when the file is not one of the route's, or nobody could read it
     */
    public static List<Line> read(Endpoint source, String name, byte[] content, long at) throws IOException {
        IntakeEndpoint endpoint = (IntakeEndpoint) source;
        PathPattern pattern = endpoint.pattern();
        List<String> levels = List.of(name.split("/", -1));
        int base = pattern.base().size();
        List<String> captured = levels.size() > base && levels.subList(0, base).equals(pattern.base())
                ? pattern.match(levels.subList(base, levels.size()))
                : null;
        if (captured == null) {
            throw new IllegalArgumentException(
                    "the path '" + name + "' is not one of the route's, which is '" + pattern + "'");
        }
        Path file = Files.createTempFile("fieldgate-trial-", ".txt");
        try {
            Files.write(file, content);
            ReadFile reading = new ReadFile(name, name, Fingerprint.of(file), null, pattern.captures(), captured);
            return lines(reading, file, endpoint.format(levels.get(levels.size() - 1)), at);
        } catch (UnreadableFile unreadable) {
            throw new IllegalArgumentException(
                    "the file '" + name + "' would go to error/: " + unreadable.getMessage(), unreadable);
        } finally {
            Files.delete(file);
        }
    }

    private static List<Line> lines(ReadFile reading, Path file, RecordFormat format, long at)
            throws IOException, UnreadableFile {
        List<Line> lines = new ArrayList<>();
        try (RecordReader reader = reading.open(file, format)) {
            for (Piece piece = reader.next(true); piece != null; piece = reader.next(true)) {
                lines.add(new Line(reading.name(), piece, reading.ownHeaders(at, piece.line()), at));
            }
        }
        return lines;
    }

    /** A record of a file. */
    public static final class Line {
        private final String file;
        private final Piece piece;
        private final Map<String, Object> headers;
        private final long at;

        private Line(String file, Piece piece, Map<String, Object> headers, long at) {
            this.file = file;
            this.piece = piece;
            this.headers = headers;
            this.at = at;
        }

        /** Why it does not even enter the route; null when it does. */
        public @Nullable Throwable problem() {
            return piece.problem();
        }

        /** Makes it the message of an exchange. */
        public void fill(Exchange exchange) {
            exchange.getIn().setBody(piece.body());
            exchange.getIn().getHeaders().putAll(headers);
        }

        /** What becomes of it when it can never succeed. */
        public DeadLetter deadLetter(String route, Throwable cause) {
            return DeadLetter.received(route, piece.raw(), headers, at, "file:" + file + ":" + piece.line(), cause, 1);
        }
    }
}
