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

/** A SUB socket that listens to a publisher which hears of its subscription. */
public final class SubSource extends CamelSource {
    private @Nullable ZeroMqParts parts;
    private ZMQ.@Nullable Socket publisher;
    private boolean heard;

    @Override
    public String name() {
        return "ZeroMQ (`zeromq:sub:`)";
    }

    @Override
    public Map<Promise, String> cannot() {
        return Map.of(
                Promise.AGAIN_AFTER_A_RESTART,
                PullSource.NOT_ACKNOWLEDGED,
                Promise.CONNECTION_CUT,
                PullSource.NOT_ACKNOWLEDGED,
                Promise.THE_RIGHT_PLACE,
                PullSource.NOT_ACKNOWLEDGED,
                Promise.FULL_WINDOW,
                "publishers wait for nobody: what comes while as many as the high-water mark wait is dropped, counted.");
    }

    @Override
    public void open() throws Exception {
        ZeroMqParts opened = new ZeroMqParts();
        parts = opened;
        publisher = opened.bound(SocketType.XPUB);
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("zeromq", Objects.requireNonNull(parts).component(false, 1_000, null));
    }

    @Override
    protected String uri(int window) {
        return "zeromq:sub:" + ZeroMqParts.NAME + "?maxInFlight=" + window;
    }

    @Override
    public void give(List<Item> items) {
        ZMQ.Socket open = Objects.requireNonNull(publisher);
        if (!heard) {
            heard = open.recv() != null;
        }
        items.forEach(item -> open.send(item.body().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.close();
        }
    }
}
