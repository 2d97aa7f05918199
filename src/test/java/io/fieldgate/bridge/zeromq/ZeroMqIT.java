package io.fieldgate.bridge.zeromq;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.bridge.zeromq.ZeroMqProperties.Curve;
import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import io.fieldgate.fault.Parts;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZCert;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** What comes from ZeroMQ's sockets and what goes there, who may, and what is dropped. */
@Timeout(120)
class ZeroMqIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What waits so long does not go on by itself. */
    private static final int WAITS_MILLIS = 1_000;
    /** As a high-water mark. */
    private static final int FEW = 10;

    private static final int MANY = 500;
    /** Of a message in a route. */
    private static final long SLOW_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    @TempDir
    private Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Exchange> taken = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    private final List<AsyncCallback> held = new CopyOnWriteArrayList<>();
    private final AtomicBoolean holds = new AtomicBoolean(true);
    private ZeroMqParts parts;

    @BeforeEach
    void open() throws Exception {
        parts = new ZeroMqParts();
        DeadLetterQueue queue = letter -> {
            letters.add(letter);
            return CompletableFuture.completedFuture(null);
        };
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, queue);
        camel.getRegistry().bind("meters", meters);
        camel.getShutdownStrategy().setTimeout(1);
    }

    @AfterEach
    void close() {
        Parts.closeAll(camel, parts);
    }

    @Test
    void theFirstOfTwoFramesIsATopicWhoseWordsAreHeadersAndOtherTopicsAreNotSubscribedTo() throws Exception {
        ZMQ.Socket publisher = parts.bound(SocketType.XPUB);
        take("sub", "?topic=plant.{line}.{device}", parts.component(false, 100, null));
        assertThat(publisher.recv()).asString(UTF_8).isEqualTo("\u0001plant.");

        publish(publisher, "other.north.pump", "not wanted");
        publish(publisher, "plant.north.pump-7", "{}");
        publish(publisher, "plant.too.many.words", "all the same");

        await().atMost(PATIENCE).until(() -> taken.size() == 2);
        assertThat(taken.get(0).getMessage().getHeaders())
                .containsEntry("fg.source", "zeromq")
                .containsEntry("zeromq.topic", "plant.north.pump-7")
                .containsEntry("line", "north")
                .containsEntry("fg.device", "pump-7")
                .containsKey("fg.received-at");
        assertThat(taken.get(1).getMessage().getBody(String.class)).isEqualTo("all the same");
        assertThat(taken.get(1).getMessage().getHeaders()).doesNotContainKey("line");
    }

    private static void publish(ZMQ.Socket socket, String topic, String body) {
        socket.sendMore(topic);
        socket.send(body);
    }

    @Test
    void moreThanTwoFramesAndATopicThatIsNoTextAreDeadLettersWithAllFramesAndTheNextMessageComesThrough()
            throws Exception {
        ZMQ.Socket push = parts.connected(SocketType.PUSH);
        take("pull", "", parts.component(true, 100, null));

        push.sendMore("a");
        push.sendMore("b");
        push.sendMore("c".repeat(300));
        push.send("d");
        push.sendMore(new byte[] {(byte) 0xff});
        push.send("body");
        push.send("good");

        await().atMost(PATIENCE).until(() -> taken.size() == 1 && letters.size() == 2);
        assertThat(taken.get(0).getMessage().getBody(String.class)).isEqualTo("good");
        assertThat(letters)
                .extracting(DeadLetter::cause)
                .allSatisfy(cause -> assertThat(cause)
                        .isInstanceOfSatisfying(
                                Failure.class,
                                failure -> assertThat(failure.code()).isEqualTo("FRAMES")));
        assertThat(letters.get(0).value())
                .asString(ISO_8859_1)
                .isEqualTo("\1\1a" + "\1\1b" + "\3\0\0\0\0\0\0\1\54" + "c".repeat(300) + "\0\1d");
        assertThat(letters.get(1).value()).asString(ISO_8859_1).isEqualTo("\1\1\u00ff" + "\0\4body");
    }

    @Test
    void ofAMessageWhoseFramesAreTooLargeTogetherTheFirstOnesAreKeptAndThatIsSaid() throws Exception {
        ZMQ.Socket push = parts.connected(SocketType.PUSH);
        take("pull", "", parts.component(true, 100, null));
        byte[] half = new byte[ZeroMqParts.MOST_BYTES / 2];

        push.sendMore("a");
        push.sendMore(half);
        push.sendMore(half);
        push.send("d");
        push.send("good");

        await().atMost(PATIENCE).until(() -> taken.size() == 1 && letters.size() == 1);
        assertThat(letters.get(0).value()).hasSize(3 + 9 + half.length);
        assertThat(letters.get(0).cause())
                .hasMessageContaining("4 frames")
                .hasMessageContaining("max-message-size; the first 2 are kept");
    }

    @Test
    void aSubscriberWhoseRouteStandsStillDropsWhatItCannotHoldAndCountsIt() throws Exception {
        ZMQ.Socket publisher = parts.bound(SocketType.XPUB);
        hold("sub", "", parts.component(false, FEW, null));
        assertThat(publisher.recv()).isNotNull();

        await().atMost(PATIENCE).until(() -> {
            publisher.send("reading");
            return dropped() >= 100;
        });
        release();

        int before = taken.size();
        await().atMost(PATIENCE).until(() -> {
            publisher.send("later");
            return taken.size() > before + 20;
        });
    }

    @Test
    void aSubscriberWhoseRouteStandsStillHoldsNoMoreBytesThanItsRouteMayHaveOnTheirWay() throws Exception {
        ZMQ.Socket publisher = parts.bound(SocketType.XPUB);
        hold("sub", "&maxInFlightBytes=1000000", parts.component(false, MANY, null));
        assertThat(publisher.recv()).isNotNull();

        for (int i = 0; i < 100; i++) {
            publisher.send(large(i));
        }

        // Ten have room, one is on its way.
        await().atMost(PATIENCE).until(() -> dropped() >= 80);
    }

    private double dropped() {
        return meters.get("fieldgate.bridge.dropped").counter().count();
    }

    /** Starts a route that stands still with its first message until {@link #release}. */
    private void hold(String pattern, String options, ZeroMqComponent component) throws Exception {
        camel.addComponent("zeromq", component);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("zeromq:" + pattern + ":" + ZeroMqParts.NAME + "?maxInFlight=1" + options)
                        .routeId("in")
                        .process(new AsyncProcessorSupport() {
                            @Override
                            public boolean process(Exchange exchange, AsyncCallback callback) {
                                taken.add(exchange);
                                if (holds.get()) {
                                    held.add(callback);
                                    return false;
                                }
                                callback.done(true);
                                return true;
                            }
                        });
            }
        });
        camel.start();
    }

    private void release() {
        holds.set(false);
        held.forEach(callback -> callback.done(false));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pushersWaitWhileTheRouteStandsStillAndAllThatTheyHaveSentComes(boolean keys) throws Exception {
        ZMQ.Curve.KeyPair server = ZMQ.Curve.generateKeyPair();
        hold(
                "pull",
                "",
                parts.component(true, FEW, keys ? new Curve(server.publicKey, server.secretKey, null, null) : null));
        ZMQ.Socket push = parts.socket(SocketType.PUSH);
        push.setSndHWM(1);
        if (keys) {
            withKeys(push, server.publicKey, new ZCert());
        }
        push.connect(parts.address());
        push.send(large(0));
        await().atMost(PATIENCE).until(() -> !held.isEmpty());

        push.setSendTimeOut(WAITS_MILLIS);
        int sent = 1;
        while (sent < MANY && push.send(large(sent))) {
            sent++;
        }
        int all = sent;
        release();

        assertThat(all).as("sent before the pusher had to wait").isLessThan(MANY);
        await().atMost(PATIENCE).until(() -> taken.size() == all);
        assertThat(taken)
                .extracting(exchange -> number(exchange.getMessage().getBody(byte[].class)))
                .isEqualTo(IntStream.range(0, all).boxed().toList());
    }

    @Test
    void allThatWasTakenFromAPusherIsStoredAlthoughTheRouteStopsInTheMiddle() throws Exception {
        AtomicInteger stored = new AtomicInteger();
        camel.addComponent("zeromq", parts.component(true, MANY, null));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("zeromq:pull:" + ZeroMqParts.NAME).routeId("in").process(exchange -> {
                    LockSupport.parkNanos(SLOW_NANOS);
                    stored.incrementAndGet();
                });
            }
        });
        camel.start();
        ZMQ.Socket push = parts.connected(SocketType.PUSH);
        push.setSendTimeOut(WAITS_MILLIS);
        CompletableFuture<Void> pushing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 40 * MANY && push.send("reading"); i++) {
                // At full speed, until nobody takes any more.
            }
        });
        await().atMost(PATIENCE).until(() -> stored.get() > MANY);
        camel.getShutdownStrategy().setTimeout(PATIENCE.toSeconds());

        camel.getRouteController().stopRoute("in");

        assertThat(received()).isEqualTo(stored.get());
        assertThat(dropped()).isZero();
        assertThat(pushing).succeedsWithin(PATIENCE);
    }

    private double received() {
        return meters.get("fieldgate.messages.received").counter().count();
    }

    /** So large that what the systems below hold of them is little beside {@link #MANY}. */
    private static byte[] large(int number) {
        return ByteBuffer.allocate(100_000).putInt(number).array();
    }

    private static int number(byte[] large) {
        return ByteBuffer.wrap(large).getInt();
    }

    @Test
    void aPublisherWaitsForASubscriberThatStandsStillAndDropsNothing() throws Exception {
        ZMQ.Socket subscriber = parts.socket(SocketType.SUB);
        subscriber.setRcvHWM(1);
        subscriber.subscribe("");
        subscriber.setReceiveTimeOut(100);
        subscriber.connect(parts.address());
        camel.addComponent("zeromq", parts.component(true, FEW, null));
        AsyncProducer out = sink("zeromq:pub:" + ZeroMqParts.NAME);
        await().atMost(PATIENCE).until(() -> {
            publish(out, large(-1)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return subscriber.recv() != null;
        });

        List<CompletableFuture<Exchange>> sent =
                IntStream.range(0, MANY).mapToObj(i -> publish(out, large(i))).toList();
        await().during(Duration.ofMillis(WAITS_MILLIS))
                .atMost(PATIENCE)
                .until(() -> !sent.get(MANY - 1).isDone());
        subscriber.setReceiveTimeOut((int) PATIENCE.toMillis());

        for (int i = 0; i < MANY; i++) {
            int came = number(subscriber.recv());
            while (came < 0) {
                came = number(subscriber.recv());
            }
            assertThat(came).isEqualTo(i);
        }
        assertThat(sent).allSatisfy(end -> assertThat(end).succeedsWithin(PATIENCE));
    }

    private CompletableFuture<Exchange> publish(AsyncProducer out, byte[] body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return out.processAsync(exchange);
    }

    @Test
    void aSinkPushesAndPublishesUnderTheTopicThatTheHeadersName() throws Exception {
        ZMQ.Socket subscriber = parts.socket(SocketType.SUB);
        subscriber.subscribe("plant.");
        subscriber.connect(parts.address());
        subscriber.setReceiveTimeOut(100);
        camel.addComponent("zeromq", parts.component(true, 100, null));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:out").to("zeromq:pub:" + ZeroMqParts.NAME + "?topic=plant.{device}");
            }
        });
        camel.start();

        String[] topic = new String[1];
        await().atMost(PATIENCE).until(() -> {
            assertThat(send("pump-7")).isNull();
            topic[0] = subscriber.recvStr();
            return topic[0] != null;
        });

        assertThat(topic[0]).isEqualTo("plant.pump-7");
        assertThat(subscriber.recvStr()).isEqualTo("on");
        assertThat(send("a.b")).hasMessageContaining("The header 'device'");
    }

    private @Nullable Exception send(String device) {
        return camel.createProducerTemplate()
                .send("direct:out", exchange -> {
                    exchange.getMessage().setBody("on");
                    exchange.getMessage().setHeader("device", device);
                })
                .getException();
    }

    @Test
    void onlyKeysThatAreNamedMayConnect() throws Exception {
        ZMQ.Curve.KeyPair server = ZMQ.Curve.generateKeyPair();
        ZCert known = new ZCert();
        ZCert stranger = new ZCert();
        Path clients = Files.createDirectories(folder.resolve("clients"));
        known.savePublic(clients.resolve("known.cert").toString());
        take("pull", "", parts.component(true, 100, new Curve(server.publicKey, server.secretKey, null, clients)));

        ZMQ.Socket plain = parts.connected(SocketType.PUSH);
        ZMQ.Socket wrong = push(server.publicKey, stranger);
        ZMQ.Socket right = push(server.publicKey, known);
        plain.send("in clear");
        wrong.send("from a stranger");
        right.send("from one who is known");

        await().atMost(PATIENCE).until(() -> !taken.isEmpty());
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> taken.size() == 1);
        assertThat(taken.get(0).getMessage().getBody(String.class)).isEqualTo("from one who is known");
    }

    private ZMQ.Socket push(String serverKey, ZCert own) {
        ZMQ.Socket socket = parts.socket(SocketType.PUSH);
        withKeys(socket, serverKey, own);
        socket.setSendTimeOut(0);
        socket.connect(parts.address());
        return socket;
    }

    private static void withKeys(ZMQ.Socket socket, String serverKey, ZCert own) {
        socket.setCurveServerKey(serverKey.getBytes(UTF_8));
        own.apply(socket);
    }

    @Test
    void anEndThatConnectsTakesFromTheServerWhoseKeyItKnows() throws Exception {
        ZMQ.Curve.KeyPair server = ZMQ.Curve.generateKeyPair();
        ZMQ.Socket right = served(server);
        take("pull", "", connecting(server.publicKey));

        sendUntilItIsTaken(right, "from the server");

        assertThat(taken.get(0).getMessage().getBody(String.class)).isEqualTo("from the server");
    }

    @Test
    void anEndThatConnectsTakesNothingFromAServerOfAnotherKeySaysSoAndTakesFromTheRightOneThatComesLater()
            throws Exception {
        ZMQ.Curve.KeyPair server = ZMQ.Curve.generateKeyPair();
        ZMQ.Socket impostor = served(ZMQ.Curve.generateKeyPair());
        take("pull", "", connecting(server.publicKey));
        impostor.setSendTimeOut(WAITS_MILLIS);

        // The socket may take it before the keys are compared; it must get no further.
        boolean unused = impostor.send("from an impostor");
        await().atMost(PATIENCE).until(() -> health().contains("refuse each other's keys"));
        impostor.close();
        ZMQ.Socket right = served(server);

        sendUntilItIsTaken(right, "from the server");

        assertThat(taken)
                .allSatisfy(exchange ->
                        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("from the server"));
        assertThat(health()).isEqualTo("UP");
    }

    @Test
    void ofAnEndThatWantsCurveAnEndWithoutItSaysSo() throws Exception {
        ZMQ.Socket unused = served(ZMQ.Curve.generateKeyPair());

        take("pull", "", parts.component(false, FEW, null));

        await().atMost(PATIENCE).until(() -> health().contains("does not talk as this one does"));
    }

    @Test
    void aSinkWhoseKeyIsRefusedKeepsAllUntilItIsKnown() throws Exception {
        ZMQ.Curve.KeyPair server = ZMQ.Curve.generateKeyPair();
        ZCert own = new ZCert();
        Path clients = Files.createDirectories(folder.resolve("clients"));
        camel.addComponent(
                "zeromq",
                parts.component(
                        false,
                        FEW,
                        new Curve(own.getPublicKeyAsZ85(), own.getSecretKeyAsZ85(), server.publicKey, null)));
        ZMQ.Socket pull = parts.guarded(SocketType.PULL, clients);
        serve(pull, server);
        AsyncProducer out = sink("zeromq:push:" + ZeroMqParts.NAME);

        CompletableFuture<Exchange> refused = publish(out, large(0));
        assertThat(refused.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getException())
                .hasMessageContaining("refuse each other's keys");
        own.savePublic(clients.resolve("gateway.cert").toString());

        await().atMost(PATIENCE)
                .until(() -> publish(out, large(1))
                                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .getException()
                        == null);
        assertThat(number(pull.recv())).isEqualTo(1);
    }

    @Test
    void aSinkWithoutKeysLosesNothingToAnEndThatWantsThem() throws Exception {
        ZMQ.Socket guarded = serve(parts.socket(SocketType.PULL), ZMQ.Curve.generateKeyPair());
        camel.addComponent("zeromq", parts.component(false, FEW, null));
        AsyncProducer out = sink("zeromq:push:" + ZeroMqParts.NAME);

        CompletableFuture<Exchange> first = publish(out, large(0));
        await().during(Duration.ofMillis(WAITS_MILLIS))
                .atMost(PATIENCE)
                .until(() -> !first.isDone() || first.get().getException() != null);
        guarded.close();
        ZMQ.Socket pull = parts.socket(SocketType.PULL);
        bind(pull);

        await().atMost(PATIENCE)
                .until(() -> publish(out, large(1))
                                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .getException()
                        == null);
        if (first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getException() == null) {
            assertThat(number(pull.recv())).isZero();
        }
        assertThat(number(pull.recv())).isEqualTo(1);
    }

    @Test
    void aSinkKeepsWhatItIsGivenUntilSomebodyIsThere() throws Exception {
        camel.addComponent("zeromq", parts.component(false, FEW, null));
        AsyncProducer out = sink("zeromq:push:" + ZeroMqParts.NAME);

        CompletableFuture<Exchange> waits = publish(out, large(0));
        await().during(Duration.ofMillis(WAITS_MILLIS)).atMost(PATIENCE).until(() -> !waits.isDone());
        ZMQ.Socket pull = parts.bound(SocketType.PULL);

        assertThat(number(pull.recv())).isZero();
        assertThat(waits).succeedsWithin(PATIENCE);
    }

    @Test
    void anEndThatConnectsGoesOnAfterAMessageThatIsTooLarge() throws Exception {
        ZMQ.Socket push = parts.bound(SocketType.PUSH);
        take("pull", "", parts.component(false, FEW, null));
        sendUntilItIsTaken(push, "before");

        push.send(new byte[ZeroMqParts.MOST_BYTES + 1]);

        sendUntilItIsTaken(push, "after");
    }

    /** What a connection holds whose handshake fails, as on a busy machine, is lost. */
    private void sendUntilItIsTaken(ZMQ.Socket socket, String body) {
        await().atMost(PATIENCE).until(() -> {
            boolean unused = socket.send(body, ZMQ.DONTWAIT);
            return taken.stream()
                    .anyMatch(exchange ->
                            exchange.getMessage().getBody(String.class).equals(body));
        });
    }

    private AsyncProducer sink(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:out").to(uri);
            }
        });
        camel.start();
        AsyncProducer out = camel.getEndpoint("direct:out").createAsyncProducer();
        out.start();
        return out;
    }

    private ZeroMqComponent connecting(String serverKey) {
        ZMQ.Curve.KeyPair own = ZMQ.Curve.generateKeyPair();
        return parts.component(false, FEW, new Curve(own.publicKey, own.secretKey, serverKey, null));
    }

    /** The end that binds, and is known by these keys. */
    private ZMQ.Socket served(ZMQ.Curve.KeyPair keys) {
        return serve(parts.socket(SocketType.PUSH), keys);
    }

    private ZMQ.Socket serve(ZMQ.Socket socket, ZMQ.Curve.KeyPair keys) {
        socket.setCurveServer(true);
        socket.setCurvePublicKey(keys.publicKey.getBytes(UTF_8));
        socket.setCurveSecretKey(keys.secretKey.getBytes(UTF_8));
        bind(socket);
        return socket;
    }

    /** Another may just have been closed there. */
    private void bind(ZMQ.Socket socket) {
        await().atMost(PATIENCE).ignoreException(ZMQException.class).until(() -> socket.bind(parts.address()));
    }

    @Test
    void aPortThatIsTakenIsNamedAndUsedAsSoonAsItIsFree() throws Exception {
        ZMQ.Socket other = parts.bound(SocketType.PULL);
        take("pull", "", parts.component(true, 100, null));
        await().atMost(PATIENCE).until(() -> health().contains("Address already in use"));

        other.close();

        await().atMost(PATIENCE).until(() -> health().equals("UP"));
    }

    private String health() {
        var result = ((HealthCheckAware) camel.getRoute("in").getConsumer())
                .getHealthCheck()
                .call();
        Object cause = result.getDetails().get("cause");
        return cause == null ? result.getState().name() : cause.toString();
    }

    @Test
    void aPushSocketThatOthersReachIsRefusedSinceStrangersAreGivenMessagesToo() {
        ZMQ.Curve.KeyPair keys = ZMQ.Curve.generateKeyPair();
        Curve curve = new Curve(keys.publicKey, keys.secretKey, null, folder);
        camel.addComponent(
                "zeromq",
                new ZeroMqComponent(
                        new ZeroMqProperties(Map.of(ZeroMqParts.NAME, new Socket("tcp://*:1", true, FEW, 1, curve)))));

        assertThatThrownBy(() -> sink("zeromq:push:" + ZeroMqParts.NAME))
                .hasStackTraceContaining("zeromq:push:contract: its socket is bound to tcp://*:1")
                .hasStackTraceContaining("bind: false");
    }

    @Test
    void whatARouteAsksForAndThereIsNotIsSaidWithWhatThereIs() {
        camel.addComponent("zeromq", new ZeroMqComponent(new ZeroMqProperties(Map.of())));

        assertThatThrownBy(() -> camel.getEndpoint("zeromq:pull:meters"))
                .hasStackTraceContaining("zeromq:pull:meters: there is no socket 'meters'");
        assertThatThrownBy(() -> camel.getEndpoint("zeromq:req:meters"))
                .hasStackTraceContaining("'req' is none of pull, sub, push and pub");
    }

    private void take(String pattern, String options, ZeroMqComponent component) throws Exception {
        camel.addComponent("zeromq", component);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("zeromq:" + pattern + ":" + ZeroMqParts.NAME + options)
                        .routeId("in")
                        .process(taken::add);
            }
        });
        camel.start();
    }
}
