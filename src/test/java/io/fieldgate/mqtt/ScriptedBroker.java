package io.fieldgate.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A broker that does what a test tells it to: for what real brokers can do but cannot be made to, such as refusing MQTT 5,
 * sending a message twice on one connection, or ignoring Receive Maximum.
 */
final class ScriptedBroker implements AutoCloseable {
    /** How it answers one client; by default like a broker that has no objection and no messages. */
    static class Script {
        void connect(Peer peer, MqttConnectMessage connect) {
            peer.connack(0, false);
        }

        int subscribed(Peer peer) {
            return 1;
        }

        void acknowledged(Peer peer, int packetId) {}
    }

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final Channel server;
    private final List<MqttConnectMessage> connects = new CopyOnWriteArrayList<>();
    private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    private final List<String> unsubscribed = new CopyOnWriteArrayList<>();

    ScriptedBroker(Script script) throws InterruptedException {
        this(script, channel -> {});
    }

    /** @param transport puts what comes before MQTT into the pipeline */
    ScriptedBroker(Script script, Consumer<SocketChannel> transport) throws InterruptedException {
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        transport.accept(channel);
                        channel.pipeline().addLast(new MqttDecoder(), MqttEncoder.INSTANCE, new Peer(script));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    String url() {
        return "tcp://127.0.0.1:" + port();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** The CONNECT packets so far. */
    List<MqttConnectMessage> connects() {
        return connects;
    }

    /** Packet identifiers of the PUBACK packets so far. */
    List<Integer> acknowledged() {
        return acknowledged;
    }

    List<String> unsubscribed() {
        return unsubscribed;
    }

    /** One client's connection. */
    final class Peer extends ChannelInboundHandlerAdapter {
        private final Script script;

        @SuppressWarnings("NullAway.Init") // set when it joins the pipeline
        private ChannelHandlerContext context;

        private boolean deaf;

        private Peer(Script script) {
            this.script = script;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) {
            if (deaf) {
                ReferenceCountUtil.release(packet);
                return;
            }
            MqttMessage message = (MqttMessage) packet;
            switch (message.fixedHeader().messageType()) {
                case CONNECT -> {
                    connects.add((MqttConnectMessage) message);
                    script.connect(this, (MqttConnectMessage) message);
                }
                case SUBSCRIBE ->
                    send(new MqttSubAckMessage(
                            new MqttFixedHeader(MqttMessageType.SUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                            MqttMessageIdVariableHeader.from(
                                    ((MqttMessageIdVariableHeader) message.variableHeader()).messageId()),
                            new MqttSubAckPayload(script.subscribed(this))));
                case UNSUBSCRIBE -> {
                    unsubscribed.addAll(
                            ((MqttUnsubscribeMessage) message).payload().topics());
                    send(MqttMessageBuilders.unsubAck()
                            .packetId(((MqttMessageIdVariableHeader) message.variableHeader()).messageId())
                            .addReasonCode((short) 0)
                            .build());
                }
                case PUBACK -> {
                    int id = ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
                    acknowledged.add(id);
                    script.acknowledged(this, id);
                }
                case PINGREQ -> send(MqttMessage.PINGRESP);
                case DISCONNECT -> hangUp();
                default -> {
                    // Nothing else needs an answer.
                }
            }
            ReferenceCountUtil.release(packet);
        }

        void connack(int code, boolean sessionPresent) {
            send(MqttMessageBuilders.connAck()
                    .returnCode(MqttConnectReturnCode.valueOf((byte) code))
                    .sessionPresent(sessionPresent)
                    .build());
        }

        void publish(String topic, String payload, int packetId, boolean duplicate, boolean retained) {
            MqttQoS qos = packetId == 0 ? MqttQoS.AT_MOST_ONCE : MqttQoS.AT_LEAST_ONCE;
            send(new MqttPublishMessage(
                    new MqttFixedHeader(MqttMessageType.PUBLISH, duplicate, qos, retained, 0),
                    new MqttPublishVariableHeader(topic, packetId == 0 ? -1 : packetId, MqttProperties.NO_PROPERTIES),
                    Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8)));
        }

        void disconnect(int code) {
            send(new MqttMessage(
                    new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                    new MqttReasonCodeAndPropertiesVariableHeader((byte) code, MqttProperties.NO_PROPERTIES)));
        }

        /** Answers nothing more, and keeps the connection. */
        void deaf() {
            deaf = true;
        }

        void hangUp() {
            var unused = context.close();
        }

        private void send(MqttMessage packet) {
            var unused = context.writeAndFlush(packet);
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
