package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import io.fieldgate.contract.SourceFixture;
import io.fieldgate.fault.RedisProcess;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import redis.clients.jedis.Jedis;

/** A stream, a list or a channel of a Redis server of its own. */
public final class RedisFixture extends CamelSource {
    private static final String KEY = "contract";
    private static final int ROOM = 1_000;
    private static final String NOT_KEPT = "Redis keeps nothing of a channel: what comes while nobody listens is gone.";
    private static final String NOT_HELD =
            "who publishes waits for nobody: what comes while the window is full and as many wait is dropped, counted.";

    private final Structure structure;
    private final RedisParts parts = new RedisParts();

    RedisFixture(Structure structure) {
        this.structure = structure;
    }

    /** One of each. */
    public static List<SourceFixture> all() {
        return Stream.of(Structure.values())
                .<SourceFixture>map(RedisFixture::new)
                .toList();
    }

    @Override
    public String name() {
        return "Redis (`redis:" + structure + ":`)";
    }

    @Override
    public Map<Promise, String> cannot() {
        return structure == Structure.CHANNEL
                ? Map.of(
                        Promise.AGAIN_AFTER_A_RESTART, NOT_KEPT,
                        Promise.CONNECTION_CUT, NOT_KEPT,
                        Promise.THE_RIGHT_PLACE, NOT_KEPT,
                        Promise.FULL_WINDOW, NOT_HELD)
                : Map.of();
    }

    @Override
    public void open() throws Exception {
        parts.open();
    }

    @Override
    protected void install(DefaultCamelContext camel) {}

    /** A channel does not wait, so its window has room for all that a test gives it. */
    @Override
    protected String uri(int window) {
        return endpoint(structure == Structure.CHANNEL ? ROOM : window, parts.options());
    }

    private String endpoint(int window, String server) {
        return "redis:" + structure + ":" + KEY + "?consumer=one&maxInFlight=" + window + "&" + server;
    }

    @Override
    public String endpoint(int window) {
        return endpoint(window, "url={{redis." + structure + "}}&password={{redis.password}}");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "REDIS_" + structure.name(), parts.server().proxiedUrl(), "REDIS_PASSWORD", RedisProcess.PASSWORD);
    }

    @Override
    public void give(List<Item> items) {
        try (Jedis jedis = parts.connect()) {
            for (Item item : items) {
                switch (structure) {
                    case STREAM ->
                        jedis.xadd(
                                KEY,
                                redis.clients.jedis.params.XAddParams.xAddParams(),
                                Map.of("payload", item.body()));
                    case LIST -> jedis.rpush(KEY, item.body());
                    case CHANNEL ->
                        jedis.publish(KEY.getBytes(UTF_8), item.body().getBytes(UTF_8));
                }
            }
        }
    }

    /** A channel's is not cut: no promise of its covers that, and what comes meanwhile would be gone. */
    @Override
    public void cut() throws Exception {
        if (structure == Structure.CHANNEL) {
            return;
        }
        parts.cut();
    }

    @Override
    public void restore() throws Exception {
        parts.restore();
    }

    @Override
    public void close() throws Exception {
        parts.close();
    }
}
