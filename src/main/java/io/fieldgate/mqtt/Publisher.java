package io.fieldgate.mqtt;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Failure;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection on which sinks publish, shared by all that publish to the same broker. Messages leave in the order of
 * {@link #publish}; those that the broker had not acknowledged when the connection was lost leave again on the next, in
 * the same order and before any other.
 *
 * <p>What waits here is bounded by the windows of the sources that it came from, so {@link #publish} never waits. Results
 * are told on the event loop, which must not wait.
 */
final class Publisher implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    private static final long STOP_MILLIS = 10_000;
    /** When the broker names no Receive Maximum it is 65,535 (MQTT 5, 3.2.2.3.3); more than this gains nothing. */
    private static final int MOST_UNDER_WAY = 1_000;

    private final WireSettings settings;
    private final boolean choosesVersion;
    /** All connections of this publisher live on it, and so does its state. */
    private final EventLoop loop;

    private final Thread thread;
    /** On the loop of this publisher: what has not left, and by packet identifier what the broker has not acknowledged. */
    private final ArrayDeque<Publication> waiting = new ArrayDeque<>();

    private final Map<Integer, Publication> underWay = new LinkedHashMap<>();
    private @Nullable Wire wire;
    private int most;
    private int largest;
    private boolean stopped;

    private volatile boolean running = true;
    private volatile @Nullable Failure trouble;
    private MqttVersion version;

    Publisher(WireSettings settings, MqttVersion version, boolean choosesVersion, EventLoopGroup loops) {
        this.settings = settings;
        this.version = version;
        this.choosesVersion = choosesVersion;
        this.loop = loops.next();
        this.thread = new Thread(this::run, "mqtt-publisher-" + settings.clientId());
    }

    void start() {
        thread.start();
    }

    /** Sends a message as soon as there is a connection and room. Any thread; never waits. */
    @Override
    public void publish(Publication publication) {
        loop.execute(() -> {
            if (stopped) {
                publication.failed(stopping());
            } else {
                waiting.addLast(publication);
                send();
            }
        });
    }

    /** Why there is no connection; null while there is one, and before the first attempt has ended. */
    @Nullable
    Failure trouble() {
        return trouble;
    }

    private void run() {
        int failures = 0;
        while (running) {
            try {
                Session session = new Session();
                try {
                    session.open();
                    failures = 0;
                    trouble = null;
                    report(session.lost.get());
                } catch (Failure refused) {
                    if (session.wire.isVersionRefused() && choosesVersion) {
                        version = version == MqttVersion.MQTT_5 ? MqttVersion.MQTT_3_1_1 : MqttVersion.MQTT_5;
                    }
                    report(refused);
                } finally {
                    session.wire.close(() -> {});
                }
                Thread.sleep(BACKOFF.after(++failures).toMillis());
            } catch (InterruptedException stop) {
                // running tells whether it was meant.
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private void report(Failure failure) {
        Failure before = trouble;
        if (running && (before == null || !String.valueOf(before.getMessage()).equals(failure.getMessage()))) {
            LOG.warn(
                    "{}: publishing to {} waits, nothing is lost: {}. {}",
                    settings.clientId(),
                    settings.broker(),
                    failure.getMessage(),
                    failure.cure() == null ? "Going on trying." : failure.cure());
        }
        trouble = failure;
    }

    /** Between one CONNECT and its end. */
    private final class Session implements Wire.Listener {
        private final Wire wire = new Wire(settings, version, this);
        private final CompletableFuture<Failure> lost = new CompletableFuture<>();

        void open() throws InterruptedException {
            MqttConnAckVariableHeader answer = wire.open(loop);
            Integer allowed = PacketProperties.number(answer.properties(), MqttPropertyType.RECEIVE_MAXIMUM);
            int room = allowed == null ? MOST_UNDER_WAY : Math.min(allowed, MOST_UNDER_WAY);
            Integer bytes = PacketProperties.number(answer.properties(), MqttPropertyType.MAXIMUM_PACKET_SIZE);
            loop.execute(() -> begin(this, room, bytes == null ? Integer.MAX_VALUE : bytes));
        }

        @Override
        public void published(MqttPublishMessage message) {
            // It has no subscription.
        }

        @Override
        public void readComplete() {
            // Each acknowledgement is told when it comes.
        }

        @Override
        public void acknowledged(int packetId, int reasonCode) {
            settle(this, packetId, reasonCode);
        }

        @Override
        public void lost(Failure cause) {
            lost.complete(cause);
            if (loop.inEventLoop()) {
                end(this);
            }
        }
    }

    private void begin(Session session, int room, int bytes) {
        if (!session.lost.isDone() && !stopped) {
            wire = session.wire;
            most = room;
            largest = bytes;
            send();
        }
    }

    private void end(Session session) {
        if (wire != session.wire) {
            return;
        }
        wire = null;
        List<Publication> again = new ArrayList<>(underWay.values());
        underWay.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
    }

    /** Sends what waits, while there is room. */
    private void send() {
        Wire current = wire;
        if (current == null) {
            return;
        }
        long now = System.currentTimeMillis();
        List<Publication> settled = new ArrayList<>();
        while (!waiting.isEmpty() && underWay.size() < most) {
            Publication next = waiting.removeFirst();
            Failure refused = refused(next, now);
            if (refused != null) {
                next.failed(refused);
                continue;
            }
            int id = next.qos() == 0 ? -1 : freePacketId(current);
            current.write(next.packet(id, now));
            if (id < 0) {
                settled.add(next);
            } else {
                underWay.put(id, next);
            }
        }
        current.flush();
        // QoS 0 asks for no more than that it was sent.
        settled.forEach(Publication::succeeded);
    }

    /** Why the broker must not be given this message; a packet that is too large would end every connection. */
    private @Nullable Failure refused(Publication publication, long now) {
        if (publication.isExpired(now)) {
            return expired();
        }
        return publication.bytes() <= largest
                ? null
                : Failure.rejected(
                        "TOO_LARGE",
                        "The message of " + publication.bytes() + " bytes is larger than the broker takes, " + largest
                                + " bytes.",
                        null);
    }

    static Failure expired() {
        return Failure.rejected("EXPIRED", "The message expired before the broker could take it.", null);
    }

    private int freePacketId(Wire current) {
        int id = current.nextPacketId();
        while (underWay.containsKey(id)) {
            id = current.nextPacketId();
        }
        return id;
    }

    private void settle(Session session, int packetId, int reasonCode) {
        Publication publication = wire == session.wire ? underWay.remove(packetId) : null;
        if (publication == null) {
            return;
        }
        if (Refusal.isFailure(reasonCode)) {
            publication.failed(Refusal.ofPublication(reasonCode));
        } else {
            publication.succeeded();
        }
        send();
    }

    private static Failure stopping() {
        return Failure.temporary("The gateway stops before the broker took the message.", null);
    }

    /** Ends the connection; what the broker has not acknowledged fails as TRANSIENT, so that its source keeps it. */
    void stop() throws InterruptedException {
        running = false;
        loop.execute(() -> {
            stopped = true;
            List<Publication> left = new ArrayList<>(underWay.values());
            left.addAll(waiting);
            underWay.clear();
            waiting.clear();
            left.forEach(publication -> publication.failed(stopping()));
        });
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }
}
