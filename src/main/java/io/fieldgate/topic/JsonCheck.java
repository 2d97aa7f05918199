package io.fieldgate.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Is it one JSON value (RFC 8259) in UTF-8, and within limits that every later reader can bear? And what stands at some
 * JSON pointers (RFC 6901)? Builds nothing. A byte order mark is accepted and stays. Safe for use by many threads.
 */
final class JsonCheck {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;
    /** From here on an exponent only serves to make a reader allocate. */
    private static final int MAX_EXPONENT_DIGITS = 3;

    private static final int CHUNK = 1024;
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonPointer[] wanted;
    private final JsonScan scan;

    /** @param wanted where the values stand that are to be found */
    JsonCheck(JsonPointer... wanted) {
        this.wanted = wanted;
        this.scan = new JsonScan(wanted);
    }

    /**
     * Checks, and in the same pass takes out the values.
     *
     * @return the text of each value in the order of the pointers; null where there is no text, number or boolean
     * @throws Failure of kind RECORD with one of the codes EMPTY, INVALID_UTF8, MALFORMED_JSON, INVALID_NUMBER,
     *     LIMIT_DEPTH, LIMIT_NUMBER, LIMIT_SIZE
     */
    @Nullable
    String[] check(byte[] value) {
        @Nullable String @Nullable [] found = scan.scan(value);
        return found == null ? parse(value) : found;
    }

    /** The same with a parser, which takes several times as long and knows what is wrong. */
    @Nullable
    String[] parse(byte[] value) {
        if (value.length == 0) {
            throw Failure.rejected("EMPTY", "The payload is empty, JSON is expected.", null);
        }
        checkUtf8(value);
        try (JsonParser parser = JSON.createParser(value)) {
            if (parser.nextToken() == null) {
                throw Failure.rejected("EMPTY", "The payload is blank, JSON is expected.", null);
            }
            int depth = 0;
            JsonValues values = new JsonValues(wanted);
            JsonToken token = parser.currentToken();
            while (token != null) {
                if (wanted.length > 0) {
                    values.see(token, parser);
                }
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token.isNumeric()) {
                    checkNumber(parser);
                }
                token = parser.nextToken();
                if (depth == 0 && token != null) {
                    throw rejected("MALFORMED_JSON", "something follows the first JSON value", parser, null);
                }
            }
            return values.found();
        } catch (StreamConstraintsException e) {
            throw rejected(limit(e), e.getOriginalMessage(), null, e);
        } catch (JsonParseException e) {
            String message = e.getOriginalMessage();
            boolean number = message.startsWith("Non-standard token") || message.startsWith("Invalid numeric value");
            throw rejected(number ? "INVALID_NUMBER" : "MALFORMED_JSON", message, null, e);
        } catch (IOException e) {
            throw rejected("MALFORMED_JSON", "it ends too early", null, e);
        }
    }

    /** Jackson would guess UTF-16 and UTF-32 from zero bytes at the start, and skips strings without checking them. */
    private static void checkUtf8(byte[] value) {
        for (int i = 0; i < Math.min(4, value.length); i++) {
            if (value[i] == 0) {
                throw Failure.rejected("INVALID_UTF8", "The payload is not UTF-8: byte " + i + " is zero.", null);
            }
        }
        int wrong = notUtf8(value);
        if (wrong >= 0) {
            throw Failure.rejected("INVALID_UTF8", "The payload is not UTF-8: byte " + wrong + " is wrong.", null);
        }
    }

    /** The first byte that is wrong; -1 when none is. */
    private static int notUtf8(byte[] value) {
        boolean ascii = true;
        for (byte b : value) {
            if (b < 0) {
                ascii = false;
                break;
            }
        }
        if (ascii) {
            return -1;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(value);
        CharBuffer out = CharBuffer.allocate(CHUNK);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            out.clear();
        }
    }

    private static void checkNumber(JsonParser parser) throws IOException {
        char[] text = parser.getTextCharacters();
        int start = parser.getTextOffset();
        int length = parser.getTextLength();
        if (length == 2 && text[start] == '-' && text[start + 1] == '0') {
            throw rejected("INVALID_NUMBER", "-0 is no integer", parser, null);
        }
        for (int i = 0; i < length; i++) {
            if (text[start + i] == 'e' || text[start + i] == 'E') {
                checkExponent(parser, new String(text, start, length), i);
                return;
            }
        }
    }

    private static void checkExponent(JsonParser parser, String number, int e) {
        String digits = number.substring(e + 1).replaceFirst("^[+-]?0*", "");
        if (digits.length() > MAX_EXPONENT_DIGITS) {
            throw rejected("LIMIT_NUMBER", "the exponent of a number is too large", parser, null);
        }
        if (!Double.isFinite(Double.parseDouble(number))) {
            throw rejected("INVALID_NUMBER", "a number is larger than 64-bit floating point can hold", parser, null);
        }
    }

    private static String limit(StreamConstraintsException e) {
        String message = e.getOriginalMessage();
        if (message.contains("nesting depth")) {
            return "LIMIT_DEPTH";
        }
        return message.startsWith("Number") ? "LIMIT_NUMBER" : "LIMIT_SIZE";
    }

    private static Failure rejected(String code, String problem, @Nullable JsonParser parser, @Nullable IOException e) {
        var location = parser != null
                ? parser.currentTokenLocation()
                : e instanceof JsonParseException parse ? parse.getLocation() : null;
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return Failure.rejected(code, "The payload is not acceptable JSON" + where + ": " + problem, e);
    }
}
