package io.fieldgate.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON that is being written, without the locks of its superclass, which would cost more than the bytes. One thread. */
final class JsonOutput extends ByteArrayOutputStream {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    JsonOutput() {
        super(1024);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one thread
    public void write(int b) {
        ensure(1);
        buf[count++] = (byte) b;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one thread
    public void write(byte[] bytes, int begin, int length) {
        ensure(length);
        System.arraycopy(bytes, begin, buf, count, length);
        count += length;
    }

    private void ensure(int more) {
        if (buf.length - count < more) {
            buf = Arrays.copyOf(buf, Math.max(2 * buf.length, Math.addExact(count, more)));
        }
    }

    /**
     * Writes a text between quotes.
     *
     * @param doubled whether each quote in it stands there twice, as in a quoted cell
     */
    void text(byte[] cell, int begin, int end, boolean doubled) {
        write('"');
        int plain = begin;
        for (int i = begin; i < end; i++) {
            byte b = cell[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                write(cell, plain, i - plain);
                write('\\');
                if (b < ' ') {
                    control(b);
                } else {
                    write(b);
                }
                if (b == '"' && doubled) {
                    i++;
                }
                plain = i + 1;
            }
        }
        write(cell, plain, end - plain);
        write('"');
    }

    private void control(byte b) {
        switch (b) {
            case '\n' -> write('n');
            case '\r' -> write('r');
            case '\t' -> write('t');
            default -> {
                write('u');
                write('0');
                write('0');
                write(HEX[b >> 4]);
                write(HEX[b & 15]);
            }
        }
    }
}
