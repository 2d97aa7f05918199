package io.fieldgate.bridge.jafka;

import com.sohu.jafka.common.ErrorMapping;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.message.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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
    private final MessageCursor cursor;
    /** Where the next fetch begins. */
    private long next;

    PartitionReader(Connection connection, String topic, int partition, long from) {
        this.connection = connection;
        this.topic = topic;
        this.partition = partition;
        this.next = from;
        this.cursor = new MessageCursor(topic, partition, Connection.MOST_BYTES);
    }

    /** What is there, without a wait. */
    List<Arrival> read(int most) {
        if (!cursor.hasNext()) {
            fetch(BYTES);
        }
        List<Arrival> taken = new ArrayList<>();
        while (taken.size() < most && cursor.hasNext()) {
            Arrival arrival = cursor.next();
            if (arrival != null) {
                taken.add(arrival);
            }
            next = cursor.end();
        }
        return taken;
    }

    private void fetch(int bytes) {
        Connection.Answer answer = connection.fetch(topic, partition, next, bytes);
        if (answer.error() == ErrorMapping.OffsetOutOfRangeCode) {
            skip();
            return;
        }
        if (answer.error() != ErrorMapping.NoError) {
            throw Failure.temporary(
                    "Jafka refuses to read " + topic + "-" + partition + " at offset " + next + " (" + answer.error()
                            + ")",
                    null);
        }
        ByteBuffer content = answer.content();
        if (content.remaining() < Integer.BYTES) {
            return;
        }
        int size = content.getInt(content.position());
        if (size < MessageCursor.SMALLEST || size > Connection.MOST_BYTES - Integer.BYTES) {
            throw damaged(size);
        }
        if (size > content.remaining() - Integer.BYTES) {
            if (bytes >= size + Integer.BYTES) {
                // Jafka gives whole messages only, unless one asks for less.
                throw damaged(size);
            }
            fetch(size + Integer.BYTES);
            return;
        }
        cursor.begin(content, next);
    }

    private Failure damaged(int size) {
        return Failure.systemic(
                "Jafka's log of " + topic + "-" + partition + " has a message of " + size + " bytes at offset " + next,
                "Mend the log at the broker, or read on behind it: see docs/jafka.md.",
                null);
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
