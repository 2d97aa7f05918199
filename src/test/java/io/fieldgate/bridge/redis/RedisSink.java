package io.fieldgate.bridge.redis;

import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import redis.clients.jedis.Jedis;

/** A stream as a sink. */
public final class RedisSink extends CamelSink {
    private static final String KEY = "contract";

    private final RedisParts parts = new RedisParts();

    @Override
    public String name() {
        return "Redis (`redis:stream:`)";
    }

    @Override
    public void open() throws Exception {
        parts.open();
    }

    @Override
    protected void install(DefaultCamelContext camel) {}

    @Override
    protected String uri() {
        return "redis:stream:{place}?" + parts.options();
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
            return jedis.xrange(KEY, "-", "+").stream()
                    .map(entry -> Item.read(entry.getFields().getOrDefault("payload", "")))
                    .toList();
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
        parts.close();
    }
}
