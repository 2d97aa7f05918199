package io.fieldgate.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * MQTT by Netty's codec: the event loop hands a whole read's messages to the lane thread at once, and writes the
 * acknowledgements of a run with one system call. What a Paho-free engine can reach.
 */
final class NettyLoop {
    private static final int LARGEST_MESSAGE = 1 << 20;

    private NettyLoop() {}

    public static void main(String[] arguments) throws Exception {
        Target target = Target.of(arguments);
        LinkedBlockingQueue<List<NettyWindow.Slot>> lane = new LinkedBlockingQueue<>();
        NettyWindow window = new NettyWindow(lane);
        Records records = new Records(target);
        new Thread(() -> send(lane, records, window), "lane").start();
        Channel channel = new Bootstrap()
                .group(new NioEventLoopGroup(1))
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel created) {
                        created.pipeline().addLast(new MqttDecoder(LARGEST_MESSAGE), MqttEncoder.INSTANCE, window);
                    }
                })
                .connect(target.mqtt().getHost(), target.mqtt().getPort())
                .sync()
                .channel();
        channel.writeAndFlush(connect(target)).sync();
        window.awaitConnected();
        channel.writeAndFlush(MqttMessageBuilders.subscribe()
                        .messageId(1)
                        .addSubscription(MqttQoS.AT_LEAST_ONCE, Load.SUBSCRIPTION)
                        .build())
                .sync();
        Parent.serve(target.topic());
    }

    private static void send(LinkedBlockingQueue<List<NettyWindow.Slot>> lane, Records records, NettyWindow window) {
        try {
            while (true) {
                for (NettyWindow.Slot slot : lane.take()) {
                    records.send(slot.topic, slot.payload, () -> window.stored(slot));
                }
            }
        } catch (InterruptedException failure) {
            Records.fail(failure);
        }
    }

    private static MqttConnectMessage connect(Target target) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(
                MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), (int) Target.SESSION_EXPIRY_SECONDS));
        properties.add(new MqttProperties.IntegerProperty(
                MqttProperties.MqttPropertyType.RECEIVE_MAXIMUM.value(), Target.RECEIVE_MAXIMUM));
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(target.clientId())
                .cleanSession(false)
                .keepAlive(0)
                .properties(properties)
                .build();
    }
}
