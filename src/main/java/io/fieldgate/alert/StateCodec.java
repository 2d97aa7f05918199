package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Bucket;
import io.fieldgate.alert.AlertState.Phase;
import io.fieldgate.alert.AlertState.Point;
import io.fieldgate.alert.StateInput.Words;
import java.io.IOException;
import java.util.ArrayList;
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
    static final byte FORMAT = 4;
    /** Names and versions of rules stood in full everywhere. */
    private static final byte FULL_FORMAT = 3;
    /** Alerts had no topic in their fingerprint; those that are open go on so. */
    private static final byte TOPICLESS_FORMAT = 2;
    /** Numbers and pieces of windows took more bytes. */
    private static final byte LONGER_FORMAT = 1;

    /** Beyond it stands what never was a state, such as text. */
    private static final byte LAST_FORMAT = 31;
    /** Stands where a name would begin with its length. */
    private static final byte MARKED = 0;

    private static final int VALUE = 1;
    private static final int PENDING = 2;
    private static final int FIRING = 4;
    private static final int POINTS = 8;
    private static final int BUCKETS = 16;
    private static final int JUDGED = 32;
    private static final int CARRIED = 64;
    private static final int TOPICLESS = 128;

    private static final int SUMS = 1;
    private static final int EXTREMES = 2;
    private static final int DISTINCT = 4;

    private static final long LARGEST_WHOLE = 1L << 50;

    private StateCodec() {}

    /** What was written by a later build, which knows how to read it. */
    static final class NewerFormat extends IOException {
        private static final long serialVersionUID = 1L;

        private NewerFormat(String message) {
            super(message);
        }
    }

    static byte[] bytes(Map<String, AlertState> states) {
        return bytes(states, RuleMarks.NONE);
    }

    static byte[] bytes(Map<String, AlertState> states, RuleMarks marks) {
        return bytes(states, marks, new StateOutput());
    }

    /** @param out may have been used before */
    static byte[] bytes(Map<String, AlertState> states, RuleMarks marks, StateOutput out) {
        out.clear();
        write(states, marks, out);
        return out.bytes();
    }

    private static void write(Map<String, AlertState> states, RuleMarks marks, StateOutput out) {
        out.writeRawByte(FORMAT);
        out.writeUInt(states.size());
        long time = 0;
        for (Map.Entry<String, AlertState> entry : states.entrySet()) {
            AlertState state = entry.getValue();
            rule(entry.getKey(), state, marks, out);
            write(state, time, out);
            time = state.last;
        }
    }

    /** Its name and version. Of an alert that stands they are needed also when the rule is no more, so they stand in full. */
    private static void rule(String name, AlertState state, RuleMarks marks, StateOutput out) {
        Integer mark = state.phase == Phase.INACTIVE ? marks.mark(name) : null;
        long version = mark == null ? RuleMarks.NO_BITS : marks.bits(name, state.version);
        if (mark == null || version == RuleMarks.NO_BITS) {
            out.writeString(name);
            out.writeString(state.version);
        } else {
            out.writeRawByte(MARKED);
            out.writeFixed(mark, RuleMarks.NAME_BITS);
            out.writeFixed(version, RuleMarks.VERSION_BITS);
        }
    }

    /** @throws IOException when the bytes are none of this format */
    static Map<String, AlertState> states(byte[] bytes) throws IOException {
        return states(bytes, new Words(), RuleMarks.NONE);
    }

    /**
     * As {@link #states(byte[])}.
     *
     * @param words those of the states before
     * @param marks of the rules that are known
     * @throws NewerFormat when a later build has written them
     */
    static Map<String, AlertState> states(byte[] bytes, Words words, RuleMarks marks) throws IOException {
        byte format = bytes.length == 0 ? 0 : bytes[0];
        if (format < LONGER_FORMAT || format > FORMAT) {
            String unknown = "its format is " + format + ", this gateway knows " + FORMAT;
            throw format > FORMAT && format <= LAST_FORMAT ? new NewerFormat(unknown) : new IOException(unknown);
        }
        StateInput in = new StateInput(bytes, 1, format == LONGER_FORMAT, words);
        Map<String, AlertState> states = new HashMap<>();
        long time = 0;
        for (int left = in.readUInt32(); left > 0; left--) {
            AlertState state = new AlertState();
            String rule = in.readWord();
            if (rule.isEmpty() && format > FULL_FORMAT) {
                int mark = (int) in.readFixed(RuleMarks.NAME_BITS);
                rule = marks.name(mark);
                state.version = marks.version(mark, in.readFixed(RuleMarks.VERSION_BITS));
            } else {
                state.version = in.readWord();
            }
            read(state, time, in);
            state.isTopicless |= format <= TOPICLESS_FORMAT && state.phase != Phase.INACTIVE;
            states.put(rule, state);
            time = state.last;
        }
        if (!in.isAtEnd()) {
            throw new IOException("it is longer than it should be");
        }
        return states;
    }

    private static void write(AlertState state, long time, StateOutput out) {
        out.writeSInt(state.last - time);
        out.writeUInt((state.value == null ? 0 : VALUE)
                | (state.phase == Phase.PENDING ? PENDING : 0)
                | (state.phase == Phase.FIRING ? FIRING : 0)
                | (state.points.isEmpty() ? 0 : POINTS)
                | (state.buckets.isEmpty() ? 0 : BUCKETS)
                | (state.judged == 0 ? 0 : JUDGED)
                | (state.carriedSince == 0 ? 0 : CARRIED)
                | (state.isTopicless ? TOPICLESS : 0));
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
            out.writeSInt(state.judged);
        }
        if (state.carriedSince != 0) {
            out.writeSInt(state.carriedSince);
        }
    }

    private static void read(AlertState state, long time, StateInput in) throws IOException {
        state.last = time + in.readSInt64();
        int parts = in.readUInt32();
        state.isTopicless = (parts & TOPICLESS) != 0;
        if ((parts & VALUE) != 0) {
            state.value = in.readNumber();
        }
        if ((parts & (PENDING | FIRING)) != 0) {
            state.phase = (parts & FIRING) == 0 ? Phase.PENDING : Phase.FIRING;
            alert(state, in);
        }
        if ((parts & POINTS) != 0) {
            points(state, in);
        }
        if ((parts & BUCKETS) != 0) {
            buckets(state, in);
        }
        if ((parts & JUDGED) != 0) {
            state.judged = in.readSInt64();
        }
        if ((parts & CARRIED) != 0) {
            state.carriedSince = in.readSInt64();
        }
    }

    private static void alert(AlertState state, StateOutput out) {
        out.writeSInt(state.since);
        out.writeSInt(state.firedAt);
        out.writeSInt(state.calmSince);
        out.writeUInt(state.level);
        out.writeString(state.severity);
        texts(state.labels, out);
        texts(state.annotations, out);
        out.writeUInt(state.receivers.size());
        for (String receiver : state.receivers) {
            out.writeString(receiver);
        }
    }

    private static void alert(AlertState state, StateInput in) throws IOException {
        state.since = in.readSInt64();
        state.firedAt = in.readSInt64();
        state.calmSince = in.readSInt64();
        state.level = in.readUInt32();
        state.severity = in.readString();
        state.labels = texts(in);
        state.annotations = texts(in);
        List<String> receivers = new ArrayList<>();
        for (int left = in.readUInt32(); left > 0; left--) {
            receivers.add(in.readString());
        }
        state.receivers = receivers;
    }

    private static void points(List<Point> points, long last, StateOutput out) {
        out.writeUInt(points.size());
        long time = last;
        for (Point point : points) {
            out.writeSInt(point.time() - time);
            number(point.value(), out);
            time = point.time();
        }
    }

    private static void points(AlertState state, StateInput in) throws IOException {
        long time = state.last;
        int count = in.readCount();
        state.points.ensureCapacity(count + 1);
        for (int left = count; left > 0; left--) {
            time += in.readSInt64();
            state.points.add(new Point(time, in.readNumber()));
        }
    }

    private static void buckets(List<Bucket> buckets, StateOutput out) {
        int parts = 0;
        for (Bucket bucket : buckets) {
            parts |= (bucket.sum == 0 ? 0 : SUMS)
                    | (bucket.min == 0 && bucket.max == 0 ? 0 : EXTREMES)
                    | (bucket.distinct().isEmpty() ? 0 : DISTINCT);
        }
        out.writeUInt(buckets.size());
        out.writeUInt(parts);
        long index = 0;
        for (Bucket bucket : buckets) {
            out.writeSInt(bucket.index - index);
            index = bucket.index;
            out.writeUInt(bucket.count);
            if ((parts & SUMS) != 0) {
                number(bucket.sum, out);
            }
            if ((parts & EXTREMES) != 0) {
                number(bucket.min, out);
                number(bucket.max, out);
            }
            if ((parts & DISTINCT) != 0) {
                out.writeUInt(bucket.distinct().size());
                for (String value : bucket.distinct()) {
                    out.writeString(value);
                }
            }
        }
    }

    private static void buckets(AlertState state, StateInput in) throws IOException {
        int left = in.readCount();
        state.buckets.ensureCapacity(left + 1);
        int parts = in.isLonger() ? SUMS | EXTREMES | DISTINCT : in.readUInt32();
        long index = 0;
        for (; left > 0; left--) {
            Bucket bucket = new Bucket();
            index += in.readSInt64();
            bucket.index = index;
            bucket.count = in.readUInt64();
            if ((parts & SUMS) != 0) {
                bucket.sum = in.readNumber();
            }
            if ((parts & EXTREMES) != 0) {
                bucket.min = in.readNumber();
                bucket.max = in.readNumber();
            }
            if ((parts & DISTINCT) != 0) {
                for (int values = in.readUInt32(); values > 0; values--) {
                    bucket.know(in.readString());
                }
            }
            state.buckets.add(bucket);
        }
    }

    private static void texts(Map<String, String> texts, StateOutput out) {
        out.writeUInt(texts.size());
        for (Map.Entry<String, String> text : texts.entrySet()) {
            out.writeString(text.getKey());
            out.writeString(text.getValue());
        }
    }

    private static Map<String, String> texts(StateInput in) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int left = in.readUInt32(); left > 0; left--) {
            String name = in.readString();
            texts.put(name, in.readString());
        }
        return texts;
    }

    /** Numbers that people measure have few decimals; as whole numbers they are short. */
    private static void number(double number, StateOutput out) {
        for (int places = 0; places < StateInput.POWERS.length; places++) {
            double power = StateInput.POWERS[places];
            long digits = (long) Math.rint(number * power);
            if (digits > -LARGEST_WHOLE && digits < LARGEST_WHOLE && same(digits / power, number)) {
                out.writeUInt((digits << 1 ^ digits >> 63) << StateInput.PLACES_BITS | places);
                return;
            }
        }
        out.writeUInt(StateInput.ALL_BITS);
        out.writeFixed(Double.doubleToRawLongBits(number), Long.SIZE);
    }

    private static boolean same(double one, double other) {
        return Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other);
    }
}
