package io.fieldgate.bridge.zeromq;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A PULL socket that a PUSH socket connects to. */
public final class PullSource extends CamelSource {
    static final String NOT_ACKNOWLEDGED =
            "ZeroMQ acknowledges nothing: what its sockets hold when an end or the network fails is gone.";

    private @Nullable ZeroMqParts parts;
    private ZMQ.@Nullable Socket push;

    @Override
    public String name() {
        return "ZeroMQ (`zeromq:pull:`)";
    }

    @Override
    public Map<Promise, String> cannot() {
        return Map.of(
                Promise.AGAIN_AFTER_A_RESTART, NOT_ACKNOWLEDGED,
                Promise.CONNECTION_CUT, NOT_ACKNOWLEDGED,
                Promise.THE_RIGHT_PLACE, NOT_ACKNOWLEDGED);
    }

    @Override
    public void open() throws Exception {
        ZeroMqParts opened = new ZeroMqParts();
        parts = opened;
        push = opened.connected(SocketType.PUSH);
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("zeromq", Objects.requireNonNull(parts).component(true, 10, null));
    }

    @Override
    protected String uri(int window) {
        return "zeromq:pull:" + ZeroMqParts.NAME + "?maxInFlight=" + window;
    }

    @Override
    public void give(List<Item> items) {
        for (Item item : items) {
            if (!Objects.requireNonNull(push).send(item.body().getBytes(StandardCharsets.UTF_8))) {
                throw new IllegalStateException("nobody takes " + item.body());
            }
        }
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.close();
        }
    }
}
