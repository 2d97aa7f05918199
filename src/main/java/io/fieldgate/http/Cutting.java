package io.fieldgate.http;

import io.fieldgate.message.ByteSearch;
import io.fieldgate.message.Failure;
import io.fieldgate.message.JsonScanner;
import io.fieldgate.message.RowEnd;
import io.fieldgate.message.Rows;
import io.fieldgate.message.Utf8;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts a body into its records, and checks that each is what its format says. */
final class Cutting {
    private Cutting() {}

    /** @param separator of the cells of CSV */
    static void cut(byte[] body, BodyFormat format, char separator, Records records) {
        if (format.isText() && isUtf16(body)) {
            throw Problem.of(415, "CHARSET", "The body is UTF-16, allowed is UTF-8.");
        }
        switch (format) {
            case JSON -> json(body, records);
            case NDJSON -> lines(body, records, Cutting::object);
            case TEXT -> lines(body, records, Cutting::text);
            case CSV -> rows(body, separator, records);
            case BYTES -> {
                if (body.length > 0) {
                    records.add(body);
                }
            }
        }
    }

    private static void json(byte[] body, Records records) {
        JsonScanner scanner = new JsonScanner(body, 0, body.length);
        if (!scanner.hasMore()) {
            return;
        }
        try {
            if (scanner.skip('[')) {
                array(body, scanner, records);
            } else {
                one(body, scanner, 0, records);
            }
            if (scanner.hasMore()) {
                throw scanner.unexpected("the end is");
            }
        } catch (Failure malformed) {
            records.addFault(malformed);
        }
    }

    private static void array(byte[] body, JsonScanner scanner, Records records) {
        if (scanner.skip(']')) {
            return;
        }
        do {
            if (!scanner.hasMore()) {
                throw scanner.unexpected("an object is");
            }
            one(body, scanner, 1, records);
        } while (scanner.skip(','));
        if (!scanner.skip(']')) {
            throw scanner.unexpected("a comma or ']' is");
        }
    }

    private static void one(byte[] body, JsonScanner scanner, int depth, Records records) {
        scanner.hasMore();
        int start = scanner.position();
        byte first = scanner.peek();
        scanner.value(depth);
        if (first == '{') {
            records.add(body, start, scanner.position());
        } else {
            records.addFault(notAnObject());
        }
    }

    private static Failure notAnObject() {
        return Failure.rejected(
                "SCHEMA", "The record is no JSON object, allowed are an object or an array of objects.", null);
    }

    private interface Line {
        /** Null when it is good. */
        @Nullable
        Failure check(byte[] body, int from, int to);
    }

    private static void lines(byte[] body, Records records, Line line) {
        int start = isMarked(body) ? 3 : 0;
        while (start < body.length) {
            int found = ByteSearch.find(body, start, body.length, (byte) '\n');
            int lineEnd = found < 0 ? body.length : found;
            int end = lineEnd > start && body[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            if (!isBlank(body, start, end)) {
                Failure wrong = line.check(body, start, end);
                if (wrong == null) {
                    records.add(body, start, end);
                } else {
                    records.addFault(wrong);
                }
            }
            start = lineEnd + 1;
        }
    }

    private static boolean isBlank(byte[] body, int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] != ' ' && body[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Failure object(byte[] body, int from, int to) {
        JsonScanner scanner = new JsonScanner(body, from, to);
        try {
            scanner.hasMore();
            byte first = scanner.peek();
            scanner.value(0);
            if (scanner.hasMore()) {
                return scanner.unexpected("the end of the line is");
            }
            return first == '{' ? null : notAnObject();
        } catch (Failure malformed) {
            return malformed;
        }
    }

    private static @Nullable Failure text(byte[] body, int from, int to) {
        return Utf8.isValid(body, from, to)
                ? null
                : Failure.rejected("INVALID_UTF8", "The line is not UTF-8, which is expected.", null);
    }

    private static void rows(byte[] body, char separator, Records records) {
        int start = isMarked(body) ? 3 : 0;
        int line = 1;
        @Nullable Rows rows = null;
        while (start < body.length) {
            int end = RowEnd.find(body, start, body.length, separator, 0, true);
            if (end == RowEnd.MALFORMED) {
                records.addFault(Failure.rejected(
                        "MALFORMED_CSV",
                        "The row at line " + line
                                + " has a quote that does not enclose a whole cell, or a cell whose quote"
                                + " is never closed.",
                        null));
                return;
            }
            int textEnd = end > start && body[end - 1] == '\r' ? end - 1 : end;
            if (textEnd > start) {
                if (rows == null) {
                    rows = Rows.of(separator, Arrays.copyOfRange(body, start, textEnd), Map.of());
                } else {
                    row(body, start, textEnd, line, rows, records);
                }
            }
            for (int i = start; i < end; i++) {
                line += body[i] == '\n' ? 1 : 0;
            }
            line++;
            start = end + 1;
        }
    }

    private static void row(byte[] body, int start, int end, int line, Rows rows, Records records) {
        try {
            records.add(rows.json(body, start, end, line));
        } catch (Failure malformed) {
            records.addFault(malformed);
        }
    }

    /** As a byte order mark says, or the zero byte that stands beside each ASCII character. */
    private static boolean isUtf16(byte[] body) {
        if (body.length < 2) {
            return false;
        }
        boolean marked = (body[0] == (byte) 0xFE && body[1] == (byte) 0xFF)
                || (body[0] == (byte) 0xFF && body[1] == (byte) 0xFE);
        return marked || body[0] == 0 || body[1] == 0;
    }

    private static boolean isMarked(byte[] body) {
        return body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
    }
}
