package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.Inlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.ListDirection;

/**
 * Takes from the left of a list, where RPUSH has put what came first. Redis moves each element to a list of this consumer's own
 * (LMOVE), where it stays until it is stored: the reliable queue of Redis' documentation. After a crash that list is read first.
 */
final class ListInlet implements Inlet {
    static final String LIST = "redis.list";

    private final Connector connector;
    private final String key;
    private final byte[] from;
    private final byte[] taken;
    private @Nullable Jedis connection;
    /** How many of the consumer's own list have been read; those before them have been acknowledged and are gone. */
    private long read;
    /** How many were there when this connection began. */
    private long left;

    /** @param consumer whose own list it is */
    ListInlet(Connector connector, String key, String consumer) {
        this.connector = connector;
        this.key = key;
        this.from = key.getBytes(UTF_8);
        this.taken = (key + ":taken-by:" + consumer).getBytes(UTF_8);
    }

    @Override
    public void open() {
        try {
            Jedis made = connector.connect(Duration.ofSeconds(1));
            connection = made;
            left = made.llen(taken);
        } catch (RuntimeException refused) {
            throw Refusal.of(refused, "list", key);
        }
    }

    @Override
    public List<Arrival> read(int most, Duration patience) {
        try {
            List<byte[]> elements = read < left ? again(most) : fresh(most, patience);
            read += elements.size();
            return elements.stream()
                    .map(element -> new Arrival(element, Map.of(LIST, key), key, key))
                    .toList();
        } catch (RuntimeException failed) {
            throw Refusal.of(failed, "list", key);
        }
    }

    private List<byte[]> again(int most) {
        return redis().lrange(taken, read, Math.min(read + most, left) - 1);
    }

    private List<byte[]> fresh(int most, Duration patience) {
        byte[] first = redis().blmove(from, taken, ListDirection.LEFT, ListDirection.RIGHT, patience.toMillis() / 1e3);
        if (first == null) {
            return List.of();
        }
        List<byte[]> elements = new ArrayList<>();
        elements.add(first);
        long more = Math.min(most - 1L, redis().llen(from));
        List<Response<byte[]>> moved = new ArrayList<>();
        try (Pipeline pipeline = redis().pipelined()) {
            for (long i = 0; i < more; i++) {
                moved.add(pipeline.lmove(from, taken, ListDirection.LEFT, ListDirection.RIGHT));
            }
        }
        for (Response<byte[]> response : moved) {
            byte[] element = response.get();
            // Another consumer may have been faster.
            if (element != null) {
                elements.add(element);
            }
        }
        return elements;
    }

    @Override
    public void acknowledge(List<Arrival> settled) {
        try {
            // They are the first ones: all that were read before them have been acknowledged.
            redis().ltrim(taken, settled.size(), -1);
            read -= settled.size();
            left -= settled.size();
        } catch (RuntimeException failed) {
            throw Refusal.of(failed, "list", key);
        }
    }

    private Jedis redis() {
        return Objects.requireNonNull(connection, "not open");
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
