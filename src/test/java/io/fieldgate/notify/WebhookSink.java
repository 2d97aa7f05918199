package io.fieldgate.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import io.fieldgate.fault.FaultProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** {@code webhook:} with a receiver that takes what it can read. */
public final class WebhookSink extends CamelSink {
    private static final String NAME = "shop";
    private static final int TAKEN = 204;
    private static final int NOT_UNDERSTOOD = 422;
    private static final byte[] BAD = "what?".getBytes(StandardCharsets.UTF_8);

    private final List<Item> taken = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer receiver;
    private @Nullable FaultProxy proxy;

    @Override
    public String name() {
        return "Web services (`webhook:`)";
    }

    @Override
    public Map<Promise, String> cannot() {
        return Map.of(
                Promise.FULL_WINDOW,
                "one request after the other: who sends waits for each answer, as long as the webhook's timeout, with a thread"
                        + " that reads no socket.");
    }

    @Override
    public void open() throws Exception {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver = started;
        started.createContext("/", this::answer);
        started.start();
        proxy = new FaultProxy(started.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean good = body.contains("-");
            if (good) {
                taken.add(Item.read(body));
            }
            exchange.sendResponseHeaders(good ? TAKEN : NOT_UNDERSTOOD, -1);
        }
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent(
                "webhook",
                new WebhookComponent(new WebhooksProperties(Map.of(
                        NAME,
                        new Webhook(
                                "http://127.0.0.1:" + proxy().port() + "/",
                                null,
                                Map.of(),
                                Duration.ofSeconds(10),
                                true,
                                List.of("127.0.0.0/8"))))));
    }

    @Override
    protected String uri() {
        return "webhook:" + NAME;
    }

    @Override
    protected void spoil(Exchange exchange) {
        exchange.getMessage().setBody(BAD);
    }

    @Override
    public List<Item> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void cut() throws Exception {
        proxy().sever();
    }

    @Override
    public void restore() throws Exception {
        proxy().restore();
    }

    private FaultProxy proxy() {
        return Objects.requireNonNull(proxy, "not open");
    }

    @Override
    public void close() throws Exception {
        if (proxy != null) {
            proxy.close();
        }
        if (receiver != null) {
            receiver.stop(0);
        }
    }
}
