package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.message.Failure;
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
    private final String takenKey;
    private final byte[] taken;
    private final Portion portion = new Portion();
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
        this.takenKey = key + ":taken-by:" + consumer;
        this.taken = takenKey.getBytes(UTF_8);
    }

    @Override
    public void open() {
        try {
            Jedis made = connector.connect(Duration.ofSeconds(1));
            connection = made;
            left = made.llen(taken);
        } catch (RuntimeException refused) {
            throw Refusal.of(refused, "list", takenKey);
        }
    }

    @Override
    public List<Arrival> read(int most, Duration patience) {
        try {
            portion.begin();
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
        int asked = portion.of(most);
        List<byte[]> elements = redis().lrange(taken, read, Math.min(read + asked, left) - 1);
        if (elements.isEmpty()) {
            throw changed();
        }
        portion.came(asked, sizes(elements));
        return elements;
    }

    /** What is there now is counted by the next connection. */
    private Failure changed() {
        return Failure.temporary(
                "the list '" + takenKey + "' of what was taken and is not stored yet was changed by somebody else",
                null);
    }

    private static List<Integer> sizes(List<byte[]> elements) {
        return elements.stream().map(element -> element.length).toList();
    }

    private List<byte[]> fresh(int most, Duration patience) {
        byte[] first = redis().blmove(from, taken, ListDirection.LEFT, ListDirection.RIGHT, patience.toMillis() / 1e3);
        if (first == null) {
            return List.of();
        }
        List<byte[]> elements = new ArrayList<>();
        elements.add(first);
        portion.came(1, List.of(first.length));
        long waiting = waiting();
        while (waiting > 0 && elements.size() < most && portion.goesOn()) {
            int asked = portion.of(Math.min(waiting, most - elements.size()));
            List<byte[]> moved = move(asked);
            portion.came(asked, sizes(moved));
            elements.addAll(moved);
            // Another consumer may have been faster.
            waiting = moved.size() < asked ? 0 : waiting - asked;
        }
        return elements;
    }

    /** How many may be moved, after the first one was. */
    private long waiting() {
        Response<Long> waiting;
        Response<Long> own;
        try (Pipeline pipeline = redis().pipelined()) {
            waiting = pipeline.llen(from);
            own = pipeline.llen(taken);
        }
        if (own.get() != read + 1) {
            throw changed();
        }
        return waiting.get();
    }

    private List<byte[]> move(int most) {
        List<Response<byte[]>> moved = new ArrayList<>(most);
        try (Pipeline pipeline = redis().pipelined()) {
            for (int i = 0; i < most; i++) {
                moved.add(pipeline.lmove(from, taken, ListDirection.LEFT, ListDirection.RIGHT));
            }
        }
        return moved.stream().map(Response::get).filter(Objects::nonNull).toList();
    }

    @Override
    public void acknowledge(List<Arrival> settled) {
        try {
            // They are the first ones: all that were read before them have been acknowledged. The others are
            // counted from the end, so that these stay also where somebody has emptied the list meanwhile.
            long others = Math.max(read, left) - settled.size();
            redis().ltrim(taken, others == 0 ? 1 : -others, others == 0 ? 0 : -1);
            read -= settled.size();
            left -= settled.size();
        } catch (RuntimeException failed) {
            throw Refusal.of(failed, "list", takenKey);
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
