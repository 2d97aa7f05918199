package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.bridge.Departure;
import io.fieldgate.bridge.LeavingHeaders;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAddParams;

/** Sends as many messages as come together in one go, and waits for the answer to each. */
final class RedisOutlet implements Outlet {
    private final Connector connector;
    private final Structure structure;
    private final String payloadField;
    private final long maxLength;
    private final boolean named;
    private @Nullable Jedis connection;

    /**
     * @param named whether messages say what key they go to, rather than the route
     * @param maxLength about how many entries a stream keeps; 0: all
     */
    RedisOutlet(Connector connector, Structure structure, boolean named, String payloadField, long maxLength) {
        this.connector = connector;
        this.structure = structure;
        this.named = named;
        this.payloadField = payloadField;
        this.maxLength = maxLength;
    }

    @Override
    public void open() {
        try {
            connection = connector.connect(Duration.ofSeconds(1));
        } catch (RuntimeException refused) {
            throw Refusal.of(refused, structure.toString());
        }
    }

    @Override
    public void send(List<Departure> departures) {
        try {
            List<Response<?>> answers = new ArrayList<>(departures.size());
            try (Pipeline pipeline =
                    Objects.requireNonNull(connection, "not open").pipelined()) {
                for (Departure departure : departures) {
                    answers.add(send(pipeline, departure));
                }
            }
            settle(departures, answers);
        } catch (RuntimeException failed) {
            throw Refusal.of(failed, structure.toString());
        }
    }

    /**
     * One that was refused keeps its place, and so do those for the same key behind it, though they arrive twice then.
     *
     * @throws Failure why the first of them was
     */
    private void settle(List<Departure> departures, List<Response<?>> answers) {
        Set<String> refused = new HashSet<>();
        Failure first = null;
        for (int i = 0; i < departures.size(); i++) {
            Departure departure = departures.get(i);
            if (refused.contains(departure.destination())) {
                continue;
            }
            try {
                Object unused = answers.get(i).get();
                departure.arrived();
            } catch (JedisDataException why) {
                if (named && Refusal.isOfAnotherKind(why)) {
                    departure.refuse(otherKind(departure, why));
                    continue;
                }
                refused.add(departure.destination());
                first = first == null ? Refusal.of(why, structure.toString(), departure.destination()) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** The route is right: it is this message that leads to such a key, and others need not wait for it. */
    private Failure otherKind(Departure departure, JedisDataException why) {
        return Failure.rejected(
                "WRONG_TYPE", "What is at the key '" + departure.destination() + "' is no " + structure + ".", why);
    }

    private Response<?> send(Pipeline pipeline, Departure departure) {
        byte[] key = departure.destination().getBytes(UTF_8);
        return switch (structure) {
            case STREAM -> pipeline.xadd(key, how(), fields(departure));
            case LIST -> pipeline.rpush(key, departure.body());
            case CHANNEL -> pipeline.publish(key, departure.body());
        };
    }

    private XAddParams how() {
        XAddParams how = XAddParams.xAddParams();
        return maxLength == 0 ? how : how.maxLen(maxLength).approximateTrimming();
    }

    @SuppressWarnings("ArrayAsKeyOfSetOrMap") // Redis' client asks for it, and goes through it only
    private Map<byte[], byte[]> fields(Departure departure) {
        Map<byte[], byte[]> fields = new HashMap<>();
        fields.put(payloadField.getBytes(UTF_8), departure.body());
        LeavingHeaders.sent(departure.headers(), EntryReader.SENT)
                .forEach((name, value) -> fields.put(name.getBytes(UTF_8), bytes(value)));
        return fields;
    }

    private static byte[] bytes(Object value) {
        return value instanceof byte[] bytes ? bytes : String.valueOf(value).getBytes(UTF_8);
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
