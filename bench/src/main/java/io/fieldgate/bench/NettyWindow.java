package io.fieldgate.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The messages of one connection that are not acknowledged, in order of receipt. Belongs to the event loop. */
final class NettyWindow extends ChannelInboundHandlerAdapter {
    /** A PUBACK of MQTT 5 without reason code, which means success: type, length 2, packet identifier. */
    private static final int PUBACK_TYPE_AND_LENGTH = 0x4002;

    private static final int PUBACK_LENGTH = 4;

    /** A message on its way. */
    static final class Slot {
        final int packetId;
        final String topic;
        final byte[] payload;
        private volatile boolean stored;

        Slot(int packetId, String topic, byte[] payload) {
            this.packetId = packetId;
            this.topic = topic;
            this.payload = payload;
        }
    }

    private final BlockingQueue<List<Slot>> lane;
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private final AtomicBoolean releasing = new AtomicBoolean();
    private final CountDownLatch connected = new CountDownLatch(1);
    private List<Slot> run = new ArrayList<>();
    private volatile @Nullable ChannelHandlerContext channel;

    NettyWindow(BlockingQueue<List<Slot>> lane) {
        this.lane = lane;
    }

    void awaitConnected() throws InterruptedException {
        connected.await();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof MqttPublishMessage publish) {
                Slot slot = new Slot(
                        publish.variableHeader().packetId(),
                        publish.variableHeader().topicName(),
                        ByteBufUtil.getBytes(publish.payload()));
                slots.add(slot);
                run.add(slot);
            } else if (message instanceof MqttConnAckMessage connack) {
                if (connack.variableHeader().connectReturnCode() != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
                    Records.fail(new IllegalStateException("refused: " + connack));
                }
                connected.countDown();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!run.isEmpty()) {
            lane.add(run);
            run = new ArrayList<>();
        }
    }

    /** On Kafka's I/O thread: at most one wake-up of the event loop, however many records a response stored. */
    void stored(Slot slot) {
        slot.stored = true;
        if (releasing.compareAndSet(false, true)) {
            Objects.requireNonNull(channel).executor().execute(this::release);
        }
    }

    private void release() {
        // First, so that what is stored from here on asks for the next release.
        releasing.set(false);
        int complete = 0;
        for (Slot slot : slots) {
            if (!slot.stored) {
                break;
            }
            complete++;
        }
        if (complete == 0) {
            return;
        }
        ChannelHandlerContext context = Objects.requireNonNull(channel);
        ByteBuf acknowledgements = context.alloc().buffer(complete * PUBACK_LENGTH);
        for (int i = 0; i < complete; i++) {
            acknowledgements.writeShort(PUBACK_TYPE_AND_LENGTH).writeShort(slots.remove().packetId);
        }
        var unused = context.writeAndFlush(acknowledgements);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Records.fail(new IllegalStateException("disconnected"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Records.fail(cause);
    }
}
