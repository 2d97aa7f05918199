package io.fieldgate.bridge.redis;

import io.fieldgate.bridge.KindAndName;
import io.fieldgate.bridge.NeighbourProbe;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;

/** Looks whether Redis takes the gateway, and whether what the routes name is of the kind that they take it for. */
public final class RedisProbe {
    private static final String NOTHING = "none";

    private final RedisProperties properties;
    private final Connector connector;

    /**
     * @param tls whom it trusts
     * @param patience the longest wait for an answer
     */
    public RedisProbe(RedisProperties properties, Supplier<SSLContext> tls, Duration patience) {
        this.properties = properties;
        this.connector = new Connector(
                RedisUrl.parse(properties.url()),
                properties.username(),
                properties.password(),
                patience,
                "fieldgate-doctor",
                tls);
    }

    /**
     * Logs in, and asks what is there.
     *
     * @param places of the routes, as they stand behind the scheme: {@code stream:readings}
     */
    public Diagnosis look(Set<String> places) throws InterruptedException {
        return NeighbourProbe.look("redis", connector.toString(), "fieldgate.redis.url", () -> findings(places));
    }

    private String findings(Set<String> places) {
        try (Jedis jedis = connector.connect(Duration.ZERO)) {
            String unused = jedis.ping();
            for (String place : places) {
                look(jedis, KindAndName.parse("redis", place, Structure.class, "a key"));
            }
        } catch (RuntimeException refused) {
            throw Refusal.of(refused, "server");
        }
        return NeighbourProbe.takes(properties.username());
    }

    /** What is missing is made with the first message. */
    private static void look(Jedis jedis, KindAndName<Structure> place) {
        // Whose name is known only with a message has braces.
        if (place.kind() == Structure.CHANNEL || place.name().contains("{")) {
            return;
        }
        String is;
        try {
            is = jedis.type(place.name());
        } catch (JedisAccessControlException forbidden) {
            // The routes do without this right.
            return;
        }
        if (!is.equals(NOTHING) && !is.equals(place.kind().toString())) {
            throw Failure.systemic(
                    "what is at the key '" + place.name() + "' is no " + place.kind() + " but a " + is,
                    "Correct the key or the kind in the route.",
                    null);
        }
    }
}
