package io.fieldgate.bridge.redis;

import static org.awaitility.Awaitility.await;

import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.SinkFixture;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** A stream, a list or a channel, of which a listener that stays hears. */
public final class RedisSink extends CamelSink {
    private static final String KEY = "contract";

    private final Structure structure;
    private final RedisParts parts = new RedisParts();
    private final List<Item> heard = new CopyOnWriteArrayList<>();
    private final JedisPubSub listener = new JedisPubSub() {
        @Override
        public void onMessage(String channel, String message) {
            heard.add(Item.read(message));
        }
    };

    RedisSink(Structure structure) {
        this.structure = structure;
    }

    /** One of each. */
    public static List<SinkFixture> all() {
        return Stream.of(Structure.values()).<SinkFixture>map(RedisSink::new).toList();
    }

    @Override
    public String name() {
        return "Redis (`redis:" + structure + ":`)";
    }

    @Override
    public void open() throws Exception {
        parts.open();
        if (structure == Structure.CHANNEL) {
            Thread thread = new Thread(this::listen, "redis-listener");
            thread.setDaemon(true);
            thread.start();
            await().until(listener::isSubscribed);
        }
    }

    private void listen() {
        try (Jedis jedis = parts.connect()) {
            jedis.subscribe(listener, KEY);
        }
    }

    @Override
    protected void install(DefaultCamelContext camel) {}

    @Override
    protected String uri() {
        return "redis:" + structure + ":{place}?" + parts.options();
    }

    @Override
    protected void fill(Exchange exchange, Item item) {
        super.fill(exchange, item);
        exchange.getIn().setHeader("place", KEY);
    }

    /** A name that leads elsewhere than the route says. */
    @Override
    protected void spoil(Exchange exchange) {
        exchange.getIn().setHeader("place", "other:" + KEY);
    }

    @Override
    public List<Item> taken() {
        try (Jedis jedis = parts.connect()) {
            return switch (structure) {
                case STREAM ->
                    jedis.xrange(KEY, "-", "+").stream()
                            .map(entry -> Item.read(entry.getFields().getOrDefault("payload", "")))
                            .toList();
                case LIST -> jedis.lrange(KEY, 0, -1).stream().map(Item::read).toList();
                case CHANNEL -> List.copyOf(heard);
            };
        }
    }

    @Override
    public void cut() throws Exception {
        parts.cut();
    }

    @Override
    public void restore() throws Exception {
        parts.restore();
    }

    @Override
    public void close() throws Exception {
        if (listener.isSubscribed()) {
            listener.unsubscribe();
        }
        parts.close();
    }
}
