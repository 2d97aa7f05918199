package io.fieldgate.bridge.zeromq;

import static org.awaitility.Awaitility.await;

import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import io.fieldgate.contract.SinkFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A socket that connects to one which stands still where another's connection would be cut. */
public final class ZeroMqSink extends CamelSink {
    private static final int BLANKS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GREETING = "greeting";

    private final SocketKind kind;
    private @Nullable ZeroMqParts parts;
    private @Nullable Reader reader;

    ZeroMqSink(SocketKind kind) {
        this.kind = kind;
    }

    /** One of each. */
    public static List<SinkFixture> all() {
        return List.of(new ZeroMqSink(SocketKind.PUSH), new ZeroMqSink(SocketKind.PUB));
    }

    @Override
    public String name() {
        return "ZeroMQ (`zeromq:" + kind + ":`)";
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
        ZMQ.Socket socket = opened.socket(kind == SocketKind.PUB ? SocketType.SUB : SocketType.PULL);
        socket.setRcvHWM(1);
        if (kind == SocketKind.PUB) {
            socket.subscribe("");
        }
        socket.bind(opened.address());
        reader = new Reader(socket);
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("zeromq", Objects.requireNonNull(parts).component(false, 10, null));
    }

    @Override
    protected String uri() {
        return "zeromq:" + kind + ":" + ZeroMqParts.NAME;
    }

    /** A publisher hears of its subscribers some time after it was opened, and what it sends before is for nobody. */
    @Override
    protected void awaitReceiver(Sending sending) {
        int before = reader().read().size();
        await().atMost(PATIENCE).until(() -> {
            var unused = sending.send(new Item(GREETING, 0));
            return reader().read().size() > before;
        });
    }

    /** Blanks make it so large that the systems below hold few. */
    @Override
    protected void fill(Exchange exchange, Item item) {
        exchange.getMessage().setBody((item.body() + " ".repeat(BLANKS)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Item> taken() {
        return reader().read().stream()
                .map(message -> Item.read(new String(message, StandardCharsets.UTF_8).trim()))
                .filter(item -> !item.key().equals(GREETING))
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
