package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to an MQTT broker, 5 or 3.1.1, from CONNECT to its end; never used again after that.
 *
 * <p>Threads: the listener is told everything on the event loop, which serves other connections too and must not wait.
 * {@link #open}, {@link #subscribe}, {@link #unsubscribe} and {@link #close} wait and belong to other threads. What begins
 * with "on the event loop" may be called there only.
 */
final class Wire extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final long CLOSE_MILLIS = 2_000;
    /** How long a broker may take to end the connection after our goodbye. */
    private static final long GOODBYE_MILLIS = 1_000;

    /** Is told what comes. */
    interface Listener {
        /** A message; its buffers are valid during the call only. */
        void published(MqttPublishMessage message);

        /** Everything that had arrived has been told. */
        void readComplete();

        /** The broker's PUBACK. */
        void acknowledged(int packetId, int reasonCode);

        /** The end, told once, whoever caused it. */
        void lost(Failure cause);
    }

    private final WireSettings settings;
    private final MqttVersion version;
    private final Listener listener;
    private final CompletableFuture<MqttConnAckVariableHeader> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Answers answers = new Answers();

    private boolean lost;
    private volatile @Nullable Channel channel;
    private volatile boolean versionRefused;

    Wire(WireSettings settings, MqttVersion version, Listener listener) {
        this.settings = settings;
        this.version = version;
        this.listener = listener;
    }

    /**
     * Connects and waits for the broker's CONNACK.
     *
     * @return the broker's answer
     * @throws Failure systemic when a person must act, temporary otherwise
     */
    MqttConnAckVariableHeader open(EventLoopGroup loops) throws InterruptedException {
        BrokerUrl broker = settings.broker();
        // Resolved here, because Netty would do so on the event loop, and wait there.
        InetSocketAddress address = new InetSocketAddress(broker.host(), broker.port());
        if (address.isUnresolved()) {
            throw Failure.temporary("the host name " + broker.host() + " cannot be resolved", null);
        }
        WirePipeline pipeline = pipeline();
        int timeout = Math.toIntExact(settings.timeout().toMillis());
        ChannelFuture connecting = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout)
                .handler(pipeline)
                .connect(address);
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                lose(Refusal.ofTransport(done.cause()));
            }
        });
        return answer(opened, "CONNECT");
    }

    private WirePipeline pipeline() {
        try {
            return new WirePipeline(settings, this);
        } catch (RuntimeException unusable) {
            throw Refusal.ofTls("TLS cannot be set up: " + unusable.getMessage(), unusable);
        }
    }

    /** Whether the broker did not want this version of MQTT, or hung up on it without an answer. */
    boolean isVersionRefused() {
        return versionRefused;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        if (settings.broker().path() == null) {
            connect(context);
        }
        super.channelActive(context);
    }

    private void connect(ChannelHandlerContext context) {
        send(context.channel(), ConnectPacket.of(settings, version));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
        try {
            MqttMessage message = (MqttMessage) packet;
            if (lost) {
                return;
            }
            if (message.decoderResult().isFailure()) {
                lose(Failure.temporary(
                        "the broker sent what is no MQTT packet: "
                                + message.decoderResult().cause().getMessage(),
                        null));
                return;
            }
            switch (message.fixedHeader().messageType()) {
                case PUBLISH -> listener.published((MqttPublishMessage) message);
                case PUBACK -> {
                    var header = (MqttPubReplyMessageVariableHeader) message.variableHeader();
                    listener.acknowledged(header.messageId(), Byte.toUnsignedInt(header.reasonCode()));
                }
                case CONNACK -> connected(context, ((MqttConnAckMessage) message).variableHeader());
                case SUBACK ->
                    answers.arrived(
                            packetId(message),
                            ((MqttSubAckMessage) message).payload().reasonCodes());
                case UNSUBACK -> answers.arrived(packetId(message), List.of());
                case DISCONNECT -> disconnected(message.variableHeader());
                default -> LOG.trace("{}: {}", settings.clientId(), message.fixedHeader());
            }
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    private void connected(ChannelHandlerContext context, MqttConnAckVariableHeader answer) {
        int code = Byte.toUnsignedInt(answer.connectReturnCode().byteValue());
        if (code != 0) {
            versionRefused = Refusal.isAboutVersion(code);
            lose(Refusal.ofConnect(
                    code,
                    PacketProperties.text(answer.properties(), MqttPropertyType.REASON_STRING),
                    settings.clientId()));
            return;
        }
        Integer ordered = PacketProperties.number(answer.properties(), MqttPropertyType.SERVER_KEEP_ALIVE);
        long keepAlive =
                ordered == null || ordered == 0 ? settings.keepAlive().toMillis() : TimeUnit.SECONDS.toMillis(ordered);
        // First, so that the bytes of a packet that comes slowly count too.
        context.pipeline().addFirst(new KeepAlive(keepAlive, this::lose));
        opened.complete(answer);
    }

    private static int packetId(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    private void disconnected(@Nullable Object header) {
        int code = 0;
        String reason = null;
        if (header instanceof MqttReasonCodeAndPropertiesVariableHeader reasoned) {
            code = Byte.toUnsignedInt(reasoned.reasonCode());
            reason = PacketProperties.text(reasoned.properties(), MqttPropertyType.REASON_STRING);
        }
        lose(Refusal.ofDisconnect(code, reason, settings.clientId()));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        listener.readComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            connect(context);
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (!opened.isDone()) {
            // As an old broker may do that knows no MQTT 5 (MQTT 3.1.1, 3.1.2.2).
            versionRefused = true;
        }
        lose(Failure.temporary("the broker has closed the connection", null));
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lose(Refusal.ofTransport(cause));
    }

    /** On any thread: ends the connection, so that the broker sends what is un-acknowledged again on the next. */
    void lose(Failure cause) {
        Channel current = channel;
        if (current == null) {
            end(cause);
        } else if (current.eventLoop().inEventLoop()) {
            end(cause);
            hangUp(current);
        } else {
            current.eventLoop().execute(() -> lose(cause));
        }
    }

    private void end(Failure cause) {
        if (lost) {
            return;
        }
        lost = true;
        opened.completeExceptionally(cause);
        answers.fail(cause);
        listener.lost(cause);
        closed.complete(null);
    }

    /**
     * Subscribes and waits for the answer.
     *
     * @return the reason code; 128 and more is a refusal
     */
    int subscribe(Subscription subscription) throws InterruptedException {
        List<Integer> codes =
                answer(request(id -> subscription.packet(id, version == MqttVersion.MQTT_5)), "SUBSCRIBE");
        return codes.isEmpty() ? 0 : codes.get(0);
    }

    /** Unsubscribes and waits for the answer, which is the same whether or not there was such a subscription. */
    void unsubscribe(String filter) throws InterruptedException {
        answer(
                request(id -> MqttMessageBuilders.unsubscribe()
                        .messageId(id)
                        .addTopicFilter(filter)
                        .build()),
                "UNSUBSCRIBE");
    }

    private interface Request {
        MqttMessage packet(int packetId);
    }

    private CompletableFuture<List<Integer>> request(Request request) {
        CompletableFuture<List<Integer>> waiting = new CompletableFuture<>();
        Channel current = current();
        current.eventLoop().execute(() -> {
            if (lost) {
                waiting.completeExceptionally(Failure.temporary("the connection is gone", null));
                return;
            }
            int id = nextPacketId();
            answers.await(id, waiting);
            send(current, request.packet(id));
        });
        return waiting;
    }

    /** On the event loop: an identifier for a packet of ours, 1 to 65,535 in turn. */
    int nextPacketId() {
        return answers.nextId();
    }

    private <T> T answer(CompletableFuture<T> awaited, String packet) throws InterruptedException {
        try {
            return awaited.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            Failure failure = Failure.temporary(
                    "the broker does not answer " + packet + " within "
                            + settings.timeout().toSeconds() + " s",
                    null);
            lose(failure);
            throw failure;
        } catch (ExecutionException refused) {
            throw refused.getCause() instanceof Failure failure
                    ? failure
                    : Failure.temporary("the broker cannot be reached", refused.getCause());
        }
    }

    /** On the event loop: sends bytes that are MQTT packets. */
    void write(ByteBuf packets) {
        send(current(), packets);
    }

    /** On the event loop: sends a packet, at the latest with the next {@link #flush}. */
    void write(MqttMessage packet) {
        Channel current = current();
        var unused = current.write(packet, current.voidPromise());
    }

    /** On the event loop. */
    void flush() {
        current().flush();
    }

    /** A failed write shows in {@link #exceptionCaught}. */
    private static void send(Channel channel, Object packet) {
        var unused = channel.writeAndFlush(packet, channel.voidPromise());
    }

    /** On the event loop: whether to take what the broker sends; otherwise TCP holds it back, and pings go on. */
    void read(boolean wanted) {
        current().config().setAutoRead(wanted);
    }

    EventLoop eventLoop() {
        return current().eventLoop();
    }

    private Channel current() {
        Channel current = channel;
        if (current == null) {
            throw new IllegalStateException("not connected");
        }
        return current;
    }

    /**
     * Says goodbye and waits until the broker ends the connection (MQTT 5, 3.14.4); the session stays there and collects
     * what comes until we are back. Whoever closes a socket with bytes unread resets it, and then the broker may not have
     * read our last acknowledgements.
     *
     * @param last is run on the event loop before the goodbye, when there is still a link
     */
    void close(Runnable last) throws InterruptedException {
        Channel current = channel;
        if (current == null) {
            return;
        }
        current.eventLoop().execute(() -> {
            boolean linked = opened.isDone() && !lost;
            if (linked) {
                last.run();
                send(current, MqttMessage.DISCONNECT);
            }
            end(Failure.temporary("closed", null));
            if (linked) {
                current.config().setAutoRead(true);
                var unused = current.eventLoop().schedule(() -> hangUp(current), GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                hangUp(current);
            }
        });
        if (!current.closeFuture().await(CLOSE_MILLIS)) {
            LOG.warn(
                    "{}: the connection to {} does not close, nothing is lost", settings.clientId(), settings.broker());
        }
    }

    private static void hangUp(Channel channel) {
        var unused = channel.close();
    }
}
