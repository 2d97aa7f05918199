package io.fieldgate.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-16 read as UTF-8. Used by one thread. */
final class Utf16 extends InputStream {
    private static final int CHARS = 8 * 1024;

    private final Reader reader;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final CharBuffer chars = CharBuffer.allocate(CHARS).limit(0);
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * CHARS).limit(0);
    private boolean ended;

    Utf16(InputStream in, Charset charset) {
        reader = new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
        while (!bytes.hasRemaining()) {
            if (ended) {
                return -1;
            }
            convert();
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(to, at, count);
        return count;
    }

    private void convert() throws IOException {
        bytes.clear();
        try {
            // Half of a surrogate pair may be left from the last time.
            chars.compact();
            ended = reader.read(chars) < 0;
            chars.flip();
            var result = encoder.encode(chars, bytes, ended);
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException malformed) {
            throw new Content.BrokenFile(
                    "INVALID_UTF16", "The file has the byte order mark of UTF-16, but is not UTF-16.");
        } finally {
            bytes.flip();
        }
    }
}
