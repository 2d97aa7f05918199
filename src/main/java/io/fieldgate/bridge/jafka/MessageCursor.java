package io.fieldgate.bridge.jafka;

import com.sohu.jafka.message.CompressionCodec;
import com.sohu.jafka.message.Message;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.message.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages, one after the other, of what a broker has sent of one partition: of single ones, and of compressed ones that
 * hold several, of which one at a time is unpacked.
 */
final class MessageCursor {
    static final String TOPIC = "jafka.topic";
    static final String PARTITION = "jafka.partition";
    static final String OFFSET = "jafka.offset";
    /** Bytes of the smallest message: its version and its checksum. */
    static final int SMALLEST = 5;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final String topic;
    private final int partition;
    private final int mostInflated;
    /** What is left of it. */
    private ByteBuffer fetched = NOTHING;
    /** The offset of what is left. */
    private long end;
    /** What is left of the compressed message before that. */
    private ByteBuffer unpacked = NOTHING;
    /** The offset of the message that was read last. */
    private long start;

    /** @param mostInflated bytes that a compressed message may become */
    MessageCursor(String topic, int partition, int mostInflated) {
        this.topic = topic;
        this.partition = partition;
        this.mostInflated = mostInflated;
    }

    /**
     * The token of each.
     *
     * @param offset where the message begins, or the compressed one that holds it
     * @param next from where to go on when it is stored
     */
    record Place(String topic, int partition, long offset, long next) {
        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    /** @param from the offset of the first */
    void begin(ByteBuffer content, long from) {
        fetched = content.slice();
        end = from;
    }

    /** The offset of what has not been read. */
    long end() {
        return end;
    }

    /** Whether there is one that is there as a whole. */
    boolean hasNext() {
        return unpacked.hasRemaining() || hasWhole(fetched);
    }

    private static boolean hasWhole(ByteBuffer set) {
        if (set.remaining() < Integer.BYTES) {
            return false;
        }
        int size = set.getInt(set.position());
        return size >= SMALLEST && size <= set.remaining() - Integer.BYTES;
    }

    /** The next; null for a compressed message that holds none. */
    @Nullable
    Arrival next() {
        if (!unpacked.hasRemaining()) {
            ByteBuffer message = cut(fetched);
            start = end;
            end += Integer.BYTES + message.remaining();
            return outer(message);
        }
        byte[] body = bytes(new Message(cut(unpacked)).payload());
        // Only from its end on can one go on: until all of it is stored, all of it comes again.
        return arrival(body, unpacked.hasRemaining() ? start : end, null);
    }

    /** Each has its size before it, and offsets count these bytes too. */
    private static ByteBuffer cut(ByteBuffer set) {
        int size = set.getInt();
        ByteBuffer message = set.slice(set.position(), size);
        set.position(set.position() + size);
        return message;
    }

    private @Nullable Arrival outer(ByteBuffer raw) {
        byte[] payload = bytes(raw.duplicate());
        try {
            Message message = new Message(raw);
            payload = bytes(message.payload());
            if (!message.isValid()) {
                return corrupt(payload, "its checksum is another", null);
            }
            CompressionCodec codec = message.compressionCodec();
            if (codec == CompressionCodec.NoCompressionCodec) {
                return arrival(payload, end, null);
            }
            if (codec == CompressionCodec.GZIPCompressionCodec) {
                unpacked = unpack(payload);
                return unpacked.hasRemaining() ? next() : null;
            }
        } catch (IOException | RuntimeException unreadable) {
            unpacked = NOTHING;
            return corrupt(payload, "it cannot be read", unreadable);
        }
        end = start;
        throw Failure.systemic(
                new Place(topic, partition, start, start) + " is compressed by a codec that is not read; gzip is",
                "Move this topic by another way, or read on behind it: see docs/jafka.md.",
                null);
    }

    private ByteBuffer unpack(byte[] payload) throws IOException {
        byte[] set;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(payload))) {
            set = in.readNBytes(mostInflated + 1);
        }
        if (set.length > mostInflated) {
            throw new IOException("it becomes more than " + mostInflated + " bytes");
        }
        ByteBuffer rest = ByteBuffer.wrap(set);
        while (hasWhole(rest)) {
            var unused = new Message(cut(rest)).payload();
        }
        if (rest.hasRemaining()) {
            throw new IOException("what it holds ends within a message");
        }
        return ByteBuffer.wrap(set);
    }

    private Arrival corrupt(byte[] payload, String why, @Nullable Throwable cause) {
        return arrival(
                payload,
                end,
                Failure.rejected("CORRUPT", "The message is damaged in Jafka's log: " + why + ".", cause));
    }

    /** @param next from where to go on when it is stored */
    private Arrival arrival(byte[] payload, long next, @Nullable Failure problem) {
        Place place = new Place(topic, partition, start, next);
        return new Arrival(payload, Map.of(TOPIC, topic, PARTITION, partition, OFFSET, start), place, place, problem);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
