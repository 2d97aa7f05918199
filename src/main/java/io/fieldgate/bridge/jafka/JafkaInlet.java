package io.fieldgate.bridge.jafka;

import com.sohu.jafka.common.ErrorMapping;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.bridge.jafka.MessageCursor.Place;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the partitions of a topic by turns, each from where it has come to; the first time from the oldest message. */
final class JafkaInlet implements Inlet {
    private static final Logger LOG = LoggerFactory.getLogger(JafkaInlet.class);
    private static final long POLL_MILLIS = 100;
    /** Whoever has more is no Jafka. */
    private static final int MOST = 10_000;

    private final Connection connection;
    private final String topic;
    private final Positions positions;
    private final long lookNanos;
    private final List<PartitionReader> partitions = new ArrayList<>();
    private long looked;
    private int turn;

    /** @param look how often it is looked whether there are new partitions */
    JafkaInlet(Connection connection, String topic, Positions positions, Duration look) {
        this.connection = connection;
        this.topic = topic;
        this.positions = positions;
        this.lookNanos = look.toNanos();
    }

    @Override
    public void open() throws IOException {
        positions.open();
        connection.open();
        look();
    }

    /** A broker knows how many partitions there are, and tells by refusing others. */
    private void look() {
        looked = System.nanoTime();
        while (partitions.size() < MOST && isThere(partitions.size())) {
            int partition = partitions.size();
            Long reached = positions.of(partition);
            partitions.add(new PartitionReader(
                    connection, topic, partition, reached == null ? connection.oldest(topic, partition) : reached));
        }
    }

    private boolean isThere(int partition) {
        Connection.Answer answer = connection.fetch(topic, partition, 0, 1);
        if (answer.error() == ErrorMapping.UnkonwCode) {
            throw Failure.temporary("Jafka refuses to read " + topic + "-" + partition, null);
        }
        return answer.error() != ErrorMapping.WrongPartitionCode;
    }

    @Override
    public List<Arrival> read(int most, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            positions.tidy();
            // Not only when there is nothing to read: a topic that is migrated may always have something.
            if (System.nanoTime() - looked > lookNanos) {
                look();
            }
            for (int i = 0; i < partitions.size(); i++) {
                turn = (turn + 1) % partitions.size();
                List<Arrival> came = partitions.get(turn).read(most);
                if (!came.isEmpty()) {
                    return came;
                }
            }
            long now = System.nanoTime();
            if (now >= end) {
                return List.of();
            }
            Thread.sleep(Math.min(POLL_MILLIS, TimeUnit.NANOSECONDS.toMillis(end - now) + 1));
        }
    }

    @Override
    public void acknowledge(List<Arrival> settled) {
        for (Arrival arrival : settled) {
            Place place = (Place) arrival.token();
            positions.reached(place.partition(), place.next());
        }
        positions.tidy();
    }

    @Override
    public void close() {
        try (connection;
                positions) {
            LOG.debug("The connection ends");
        } catch (IOException failed) {
            LOG.warn(
                    "How far {} was read from Jafka could not be kept. Nothing is lost; what was stored last is stored again: {}",
                    topic,
                    failed.toString());
        }
    }
}
