package io.fieldgate.bridge.zeromq;

import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A PUSH socket that connects to a PULL socket. */
public final class PushSink extends CamelSink {
    private final List<Item> taken = new ArrayList<>();
    private @Nullable ZeroMqParts parts;
    private ZMQ.@Nullable Socket pull;

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
        pull = opened.bound(SocketType.PULL);
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("zeromq", Objects.requireNonNull(parts).component(false, 10, null));
    }

    @Override
    protected String uri() {
        return "zeromq:push:" + ZeroMqParts.NAME;
    }

    @Override
    public List<Item> taken() {
        ZMQ.Socket open = Objects.requireNonNull(pull);
        byte[] message = open.recv(ZMQ.DONTWAIT);
        while (message != null) {
            taken.add(Item.read(new String(message, StandardCharsets.UTF_8)));
            message = open.recv(ZMQ.DONTWAIT);
        }
        return List.copyOf(taken);
    }

    @Override
    public void cut() {
        // What is excused needs none, and the others hold without.
    }

    @Override
    public void restore() {
        // As above.
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.close();
        }
    }
}
