package io.fieldgate.bridge.jafka;

import com.sohu.jafka.message.CompressionCodec;
import com.sohu.jafka.message.Message;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.message.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Makes messages of what a broker sends of one partition: single ones, and compressed ones that hold several. */
final class MessageSetReader {
    static final String TOPIC = "jafka.topic";
    static final String PARTITION = "jafka.partition";
    static final String OFFSET = "jafka.offset";

    private final String topic;
    private final int partition;
    private final int mostInflated;

    /** @param mostInflated bytes that a compressed message may become */
    MessageSetReader(String topic, int partition, int mostInflated) {
        this.topic = topic;
        this.partition = partition;
        this.mostInflated = mostInflated;
    }

    /** From where to go on when a message is stored: the token of each. */
    record Place(int partition, long offset) {}

    /**
     * What was read.
     *
     * @param end the offset of what follows
     */
    record Read(List<Arrival> arrivals, long end) {}

    /**
     * Reads all that are there as a whole, at least one.
     *
     * @param from the offset of the first
     */
    Read read(ByteBuffer content, long from) {
        List<Arrival> arrivals = new ArrayList<>();
        long start = from;
        for (ByteBuffer message : whole(content)) {
            long end = start + Integer.BYTES + message.remaining();
            add(arrivals, new Message(message), start, end);
            start = end;
        }
        return new Read(arrivals, start);
    }

    /** Whole messages, compressed ones as they are: each has its size before it, and offsets count these bytes too. */
    private static List<ByteBuffer> whole(ByteBuffer content) {
        List<ByteBuffer> messages = new ArrayList<>();
        ByteBuffer rest = content.slice();
        while (rest.remaining() >= Integer.BYTES) {
            int size = rest.getInt();
            if (size < 0 || size > rest.remaining()) {
                break;
            }
            messages.add(rest.slice(rest.position(), size));
            rest.position(rest.position() + size);
        }
        return messages;
    }

    private void add(List<Arrival> arrivals, Message message, long start, long end) {
        byte[] payload;
        try {
            payload = bytes(message.payload());
            if (!message.isValid()) {
                arrivals.add(corrupt(payload, start, end, "its checksum is another", null));
                return;
            }
            if (message.compressionCodec() == CompressionCodec.NoCompressionCodec) {
                arrivals.add(arrival(payload, start, end, null));
                return;
            }
        } catch (RuntimeException unreadable) {
            arrivals.add(corrupt(new byte[0], start, end, "it cannot be read", unreadable));
            return;
        }
        try {
            List<byte[]> inner = inner(payload);
            for (int i = 0; i < inner.size(); i++) {
                // Only from its end on can one go on: until all of it is stored, all of it comes again.
                arrivals.add(arrival(inner.get(i), start, i == inner.size() - 1 ? end : start, null));
            }
        } catch (IOException | RuntimeException unreadable) {
            arrivals.add(corrupt(payload, start, end, "what it holds cannot be unpacked", unreadable));
        }
    }

    private List<byte[]> inner(byte[] payload) throws IOException {
        byte[] set;
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(payload))) {
            set = unpacked.readNBytes(mostInflated + 1);
        }
        if (set.length > mostInflated) {
            throw new IOException("it becomes more than " + mostInflated + " bytes");
        }
        List<byte[]> bodies = new ArrayList<>();
        for (ByteBuffer message : whole(ByteBuffer.wrap(set))) {
            bodies.add(bytes(new Message(message).payload()));
        }
        return bodies;
    }

    private Arrival corrupt(byte[] payload, long start, long end, String why, @Nullable Throwable cause) {
        return arrival(
                payload,
                start,
                end,
                Failure.rejected("CORRUPT", "The message is damaged in Jafka's log: " + why + ".", cause));
    }

    private Arrival arrival(byte[] payload, long start, long end, @Nullable Failure problem) {
        return new Arrival(
                payload,
                Map.of(TOPIC, topic, PARTITION, partition, OFFSET, start),
                topic + "-" + partition + "@" + start,
                new Place(partition, end),
                problem);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
