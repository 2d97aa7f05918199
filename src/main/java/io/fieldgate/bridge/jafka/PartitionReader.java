package io.fieldgate.bridge.jafka;

import com.sohu.jafka.common.ErrorMapping;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.message.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one partition, in its order. */
final class PartitionReader {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);
    /** Asked for at a time; a message that is larger is asked for once more as a whole. */
    private static final int BYTES = 1024 * 1024;

    private final Connection connection;
    private final String topic;
    private final int partition;
    private final MessageSetReader reader;
    /** Fetched, and not given to the route yet. */
    private final Deque<Arrival> waiting = new ArrayDeque<>();
    /** Where the next fetch begins. */
    private long next;

    PartitionReader(Connection connection, String topic, int partition, long from) {
        this.connection = connection;
        this.topic = topic;
        this.partition = partition;
        this.next = from;
        this.reader = new MessageSetReader(topic, partition, Connection.MOST_BYTES);
    }

    /** What is there, without a wait. */
    List<Arrival> read(int most) {
        if (waiting.isEmpty()) {
            waiting.addAll(fetch(BYTES));
        }
        List<Arrival> taken = new ArrayList<>(Math.min(most, waiting.size()));
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    private List<Arrival> fetch(int bytes) {
        Connection.Answer answer = connection.fetch(topic, partition, next, bytes);
        if (answer.error() == ErrorMapping.OffsetOutOfRangeCode) {
            skip();
            return List.of();
        }
        if (answer.error() != ErrorMapping.NoError) {
            throw Failure.temporary(
                    "Jafka refuses to read " + topic + "-" + partition + " at offset " + next + " (" + answer.error()
                            + ")",
                    null);
        }
        ByteBuffer content = answer.content();
        if (content.remaining() < Integer.BYTES) {
            return List.of();
        }
        int size = content.getInt(content.position());
        if (size < 0 || size > Connection.MOST_BYTES - Integer.BYTES) {
            throw Failure.systemic(
                    "Jafka's log of " + topic + "-" + partition + " has a message of " + size + " bytes at offset "
                            + next,
                    "Mend the log at the broker, or read on behind it: see docs/jafka.md.",
                    null);
        }
        if (size > content.remaining() - Integer.BYTES) {
            return bytes < size + Integer.BYTES ? fetch(size + Integer.BYTES) : List.of();
        }
        MessageSetReader.Read read = reader.read(content, next);
        next = read.end();
        return read.arrivals();
    }

    /** What was to be read next is not there: Jafka has deleted it by its age or size, or the topic was made anew. */
    private void skip() {
        long oldest = connection.oldest(topic, partition);
        LOG.warn(
                "Jafka has nothing at offset {} of {}-{}, so it is read from offset {} on, the oldest it has. What it has deleted"
                        + " before it was read is lost.",
                next,
                topic,
                partition,
                oldest);
        next = oldest;
    }
}
