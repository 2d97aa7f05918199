package io.fieldgate.bridge.zeromq;

import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A PUSH socket that connects to a PULL socket, which stands still where another's connection would be cut. */
public final class PushSink extends CamelSink {
    private static final int BLANKS = 10_000;

    private @Nullable ZeroMqParts parts;
    private @Nullable Reader reader;

    @Override
    public String name() {
        return "ZeroMQ (`zeromq:push:`)";
    }

    @Override
    public Map<Promise, String> cannot() {
        return Map.of(
                Promise.AGAIN_AFTER_A_REFUSAL, PullSource.NOT_ACKNOWLEDGED,
                Promise.CONNECTION_CUT, PullSource.NOT_ACKNOWLEDGED,
                Promise.EVERY_TENTH_REFUSED, "a socket refuses nothing for its content.");
    }

    @Override
    public void open() throws Exception {
        ZeroMqParts opened = new ZeroMqParts();
        parts = opened;
        ZMQ.Socket pull = opened.socket(SocketType.PULL);
        pull.setRcvHWM(1);
        pull.bind(opened.address());
        reader = new Reader(pull);
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("zeromq", Objects.requireNonNull(parts).component(false, 10, null));
    }

    @Override
    protected String uri() {
        return "zeromq:push:" + ZeroMqParts.NAME;
    }

    /** Blanks make it so large that the systems below hold few. */
    @Override
    protected void fill(Exchange exchange, Item item) {
        super.fill(exchange, item);
        exchange.getMessage().setBody((item.body() + " ".repeat(BLANKS)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Item> taken() {
        return reader().read().stream()
                .map(message -> Item.read(new String(message, StandardCharsets.UTF_8).trim()))
                .toList();
    }

    @Override
    public void cut() {
        reader().standStill();
    }

    @Override
    public void restore() {
        reader().goOn();
    }

    private Reader reader() {
        return Objects.requireNonNull(reader, "not open");
    }

    @Override
    public void close() throws Exception {
        if (reader != null) {
            reader.close();
        }
        if (parts != null) {
            parts.close();
        }
    }
}
