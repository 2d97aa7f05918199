package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import io.fieldgate.message.Window;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A source's messages between one CONNECT and its end. It is the epoch of its messages: a packet identifier means nothing
 * on the next connection, so neither does an acknowledgement.
 *
 * <p>What one read of the socket brought goes to the lane in one piece, and acknowledgements leave in runs: one write for
 * all that became complete within a millisecond. Threads: {@link #complete} and {@link #drop} may be called on any, the
 * methods of {@link Wire.Listener} on the event loop, the others belong to the {@link Link}.
 */
final class Connection implements Wire.Listener {
    private static final int MOST_PACKET_IDS = 65_535;
    /** How long an acknowledgement may wait for others. */
    private static final long ACKNOWLEDGE_AFTER_MILLIS = 1;
    /** How long the socket is left alone after it had messages, so that a read brings many while they come densely. */
    private static final long READ_AFTER_MILLIS = 1;
    /** PUBACK with success: type, two bytes follow, packet identifier (MQTT 5, 3.4). */
    private static final int PUBACK = 0x4002;

    private static final int PUBACK_BYTES = 4;

    private final Wire wire;
    private final Lane lane;
    private final MqttMeters meters;
    private final int receiveMaximum;
    private final long maximumBytes;
    private final Subscription.Retained retained;
    private final Window<Received> window = new Window<>(MOST_PACKET_IDS);
    private final AtomicBoolean acknowledging = new AtomicBoolean();
    private final CompletableFuture<Failure> lost = new CompletableFuture<>();

    /** On the event loop: identifiers in the window, how fast messages come, their payload bytes, what this read has brought. */
    private final BitSet unacknowledged = new BitSet();

    private final Pace pace = new Pace();
    private long bytes;
    private List<Received> run = new ArrayList<>();
    private boolean paused;

    Connection(
            WireSettings settings,
            MqttVersion version,
            Subscription.Retained retained,
            long maximumBytes,
            Lane lane,
            MqttMeters meters) {
        this.wire = new Wire(settings, version, this);
        this.receiveMaximum = settings.receiveMaximum();
        this.retained = retained;
        this.maximumBytes = maximumBytes;
        this.lane = lane;
        this.meters = meters;
    }

    /**
     * Connects and waits for the answer. The backlog of the session may come right behind it, before any subscription.
     *
     * @return whether the broker still had our session
     * @throws Failure systemic when a person must act, temporary otherwise
     */
    boolean open(EventLoopGroup loops) throws InterruptedException {
        return wire.open(loops).isSessionPresent();
    }

    /** @throws Failure systemic when the broker refuses the subscription */
    void subscribe(Subscription subscription) throws InterruptedException {
        int code = wire.subscribe(subscription);
        if (Refusal.isFailure(code)) {
            throw Refusal.ofSubscription(code, subscription.filter());
        }
    }

    void unsubscribe(String filter) throws InterruptedException {
        wire.unsubscribe(filter);
    }

    boolean isVersionRefused() {
        return wire.isVersionRefused();
    }

    @Override
    public void published(MqttPublishMessage message) {
        int id = message.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE
                ? 0
                : message.variableHeader().packetId();
        if (id > 0 && unacknowledged.get(id)) {
            again(id, message.fixedHeader().isDup());
            return;
        }
        boolean retain = message.fixedHeader().isRetain();
        byte[] payload = ByteBufUtil.getBytes(message.payload());
        Received received = new Received(
                this,
                message.variableHeader().topicName(),
                payload,
                message.variableHeader().properties(),
                id,
                retain,
                System.currentTimeMillis());
        if (id > 0) {
            unacknowledged.set(id);
            bytes += payload.length;
            received.slot = window.add(received, received.at);
        }
        if (retain && retained != Subscription.Retained.ALL) {
            meters.skippedRetained();
            complete(received);
        } else {
            run.add(received);
        }
    }

    /** Some brokers send a message again that they find slow to be acknowledged, though MQTT 5, 4.4 forbids it. */
    private void again(int packetId, boolean duplicate) {
        if (duplicate) {
            meters.resent();
        } else {
            wire.lose(Failure.temporary(
                    "the broker used packet identifier " + packetId + " a second time before it was acknowledged",
                    null));
        }
    }

    @Override
    public void readComplete() {
        if (run.isEmpty()) {
            return;
        }
        boolean dense = pace.isDense(run.size(), System.nanoTime());
        lane.offer(run, dense);
        run = new ArrayList<>();
        // A broker of MQTT 3.1.1 knows no Receive Maximum, some of MQTT 5 exceed it, and none counts bytes.
        paused = window.size() > receiveMaximum || bytes > maximumBytes;
        if (paused || dense) {
            wire.read(false);
        }
        if (dense && !paused) {
            var unused = wire.eventLoop().schedule(this::readOn, READ_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void readOn() {
        if (!lost.isDone() && !paused) {
            wire.read(true);
        }
    }

    /** The message is where it shall be; it is acknowledged when all before it are. Any thread. */
    void complete(Received received) {
        if (received.slot != null
                && window.complete(received.slot)
                && !lost.isDone()
                && acknowledging.compareAndSet(false, true)) {
            var unused = wire.eventLoop().schedule(this::acknowledge, ACKNOWLEDGE_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void acknowledge() {
        acknowledging.set(false);
        if (lost.isDone()) {
            return;
        }
        List<Received> done = window.release();
        if (done.isEmpty()) {
            return;
        }
        ByteBuf packets = Unpooled.buffer(PUBACK_BYTES * done.size());
        for (Received received : done) {
            unacknowledged.clear(received.packetId);
            bytes -= received.payload.length;
            packets.writeShort(PUBACK).writeShort(received.packetId);
        }
        wire.write(packets);
        meters.acknowledged(done.size());
        if (paused && window.size() <= receiveMaximum / 2 && bytes <= maximumBytes / 2) {
            paused = false;
            readOn();
        }
    }

    /** Ends the connection soon, so that the broker sends all un-acknowledged messages again, in order. Any thread. */
    void drop(String reason) {
        wire.lose(Failure.temporary(reason, null));
    }

    @Override
    public void acknowledged(int packetId, int reasonCode) {
        // This connection publishes nothing.
    }

    @Override
    public void lost(Failure cause) {
        lost.complete(cause);
        lane.forget(this);
    }

    boolean isLost() {
        return lost.isDone();
    }

    /** Waits for the end of the connection, and gives its cause. */
    Failure awaitLoss() throws InterruptedException {
        try {
            return lost.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Messages received and not yet acknowledged. */
    int unacknowledged() {
        return window.size();
    }

    /** When the oldest un-acknowledged message came, in milliseconds since 1970; 0 when there is none. */
    long oldestUnacknowledged() {
        return window.oldest();
    }

    /** Sends what is left to acknowledge and says goodbye, if there is still a link. */
    void close() throws InterruptedException {
        wire.close(this::acknowledge);
    }

    /** Where its messages enter the route. */
    Lane lane() {
        return lane;
    }
}
