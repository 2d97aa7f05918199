package io.fieldgate.alert;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.fieldgate.alert.AlertState.Bucket;
import io.fieldgate.alert.AlertState.Phase;
import io.fieldgate.alert.AlertState.Point;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all rules of a topic remember of one device, by rule, as bytes. It is written with each reading, so it is short:
 * times are differences to the ones before, and what is not there costs a bit.
 */
final class StateCodec {
    /** The first byte, which says what the others mean. Whoever changes that counts it up. */
    static final byte FORMAT = 2;
    /** Those of earlier formats lack what was added, and are read as well. */
    private static final byte FIRST_FORMAT = 1;

    private static final int USUAL_SIZE = 512;

    private static final int VALUE = 1;
    private static final int PENDING = 2;
    private static final int FIRING = 4;
    private static final int POINTS = 8;
    private static final int BUCKETS = 16;
    private static final int JUDGED = 32;
    private static final int CARRIED = 64;

    private StateCodec() {}

    static byte[] bytes(Map<String, AlertState> states) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, USUAL_SIZE);
        try {
            out.write(FORMAT);
            out.writeUInt32NoTag(states.size());
            long time = 0;
            for (Map.Entry<String, AlertState> entry : states.entrySet()) {
                out.writeStringNoTag(entry.getKey());
                write(entry.getValue(), time, out);
                time = entry.getValue().last;
            }
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when the bytes are none of this format */
    static Map<String, AlertState> states(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        byte format = in.readRawByte();
        if (format < FIRST_FORMAT || format > FORMAT) {
            throw new IOException("its format is " + format + ", this gateway knows " + FORMAT);
        }
        Map<String, AlertState> states = new HashMap<>();
        long time = 0;
        for (int left = in.readUInt32(); left > 0; left--) {
            String rule = in.readString();
            AlertState state = state(time, in);
            states.put(rule, state);
            time = state.last;
        }
        if (!in.isAtEnd()) {
            throw new IOException("it is longer than it should be");
        }
        return states;
    }

    private static void write(AlertState state, long time, CodedOutputStream out) throws IOException {
        out.writeStringNoTag(state.version);
        out.writeSInt64NoTag(state.last - time);
        out.writeUInt32NoTag((state.value == null ? 0 : VALUE)
                | (state.phase == Phase.PENDING ? PENDING : 0)
                | (state.phase == Phase.FIRING ? FIRING : 0)
                | (state.points.isEmpty() ? 0 : POINTS)
                | (state.buckets.isEmpty() ? 0 : BUCKETS)
                | (state.judged == 0 ? 0 : JUDGED)
                | (state.carriedSince == 0 ? 0 : CARRIED));
        if (state.value != null) {
            number(state.value, out);
        }
        if (state.phase != Phase.INACTIVE) {
            alert(state, out);
        }
        if (!state.points.isEmpty()) {
            points(state.points, state.last, out);
        }
        if (!state.buckets.isEmpty()) {
            buckets(state.buckets, out);
        }
        if (state.judged != 0) {
            out.writeSInt64NoTag(state.judged);
        }
        if (state.carriedSince != 0) {
            out.writeSInt64NoTag(state.carriedSince);
        }
    }

    private static AlertState state(long time, CodedInputStream in) throws IOException {
        AlertState state = new AlertState();
        state.version = in.readString();
        state.last = time + in.readSInt64();
        int parts = in.readUInt32();
        if ((parts & VALUE) != 0) {
            state.value = number(in);
        }
        if ((parts & (PENDING | FIRING)) != 0) {
            state.phase = (parts & FIRING) == 0 ? Phase.PENDING : Phase.FIRING;
            alert(state, in);
        }
        if ((parts & POINTS) != 0) {
            points(state.points, state.last, in);
        }
        if ((parts & BUCKETS) != 0) {
            buckets(state.buckets, in);
        }
        if ((parts & JUDGED) != 0) {
            state.judged = in.readSInt64();
        }
        if ((parts & CARRIED) != 0) {
            state.carriedSince = in.readSInt64();
        }
        return state;
    }

    private static void alert(AlertState state, CodedOutputStream out) throws IOException {
        out.writeSInt64NoTag(state.since);
        out.writeSInt64NoTag(state.firedAt);
        out.writeSInt64NoTag(state.calmSince);
        out.writeUInt32NoTag(state.level);
        out.writeStringNoTag(state.severity);
        texts(state.labels, out);
        texts(state.annotations, out);
        out.writeUInt32NoTag(state.receivers.size());
        for (String receiver : state.receivers) {
            out.writeStringNoTag(receiver);
        }
    }

    private static void alert(AlertState state, CodedInputStream in) throws IOException {
        state.since = in.readSInt64();
        state.firedAt = in.readSInt64();
        state.calmSince = in.readSInt64();
        state.level = in.readUInt32();
        state.severity = in.readString();
        state.labels = texts(in);
        state.annotations = texts(in);
        for (int left = in.readUInt32(); left > 0; left--) {
            state.receivers.add(in.readString());
        }
    }

    private static void points(List<Point> points, long last, CodedOutputStream out) throws IOException {
        out.writeUInt32NoTag(points.size());
        long time = last;
        for (Point point : points) {
            out.writeSInt64NoTag(point.time() - time);
            number(point.value(), out);
            time = point.time();
        }
    }

    private static void points(List<Point> points, long last, CodedInputStream in) throws IOException {
        long time = last;
        for (int left = in.readUInt32(); left > 0; left--) {
            time += in.readSInt64();
            points.add(new Point(time, number(in)));
        }
    }

    private static void buckets(List<Bucket> buckets, CodedOutputStream out) throws IOException {
        out.writeUInt32NoTag(buckets.size());
        long index = 0;
        for (Bucket bucket : buckets) {
            out.writeSInt64NoTag(bucket.index - index);
            index = bucket.index;
            out.writeUInt64NoTag(bucket.count);
            number(bucket.sum, out);
            number(bucket.min, out);
            number(bucket.max, out);
            out.writeUInt32NoTag(bucket.distinct.size());
            for (String value : bucket.distinct) {
                out.writeStringNoTag(value);
            }
        }
    }

    private static void buckets(List<Bucket> buckets, CodedInputStream in) throws IOException {
        long index = 0;
        for (int left = in.readUInt32(); left > 0; left--) {
            Bucket bucket = new Bucket();
            index += in.readSInt64();
            bucket.index = index;
            bucket.count = in.readUInt64();
            bucket.sum = number(in);
            bucket.min = number(in);
            bucket.max = number(in);
            for (int values = in.readUInt32(); values > 0; values--) {
                bucket.distinct.add(in.readString());
            }
            buckets.add(bucket);
        }
    }

    private static void texts(Map<String, String> texts, CodedOutputStream out) throws IOException {
        out.writeUInt32NoTag(texts.size());
        for (Map.Entry<String, String> text : texts.entrySet()) {
            out.writeStringNoTag(text.getKey());
            out.writeStringNoTag(text.getValue());
        }
    }

    private static Map<String, String> texts(CodedInputStream in) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int left = in.readUInt32(); left > 0; left--) {
            String name = in.readString();
            texts.put(name, in.readString());
        }
        return texts;
    }

    /** Numbers that people measure end with zero bytes; turned round they are short. */
    private static void number(double number, CodedOutputStream out) throws IOException {
        out.writeUInt64NoTag(Long.reverseBytes(Double.doubleToRawLongBits(number)));
    }

    private static double number(CodedInputStream in) throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(in.readUInt64()));
    }
}
