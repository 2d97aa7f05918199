package io.fieldgate.mqtt;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.LogFields;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one client id of a source connected to its broker and subscribed: begins again with a new {@link Connection}
 * after a growing wait. One thread, which does nothing but wait.
 */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    /** Long, because whoever comes back takes the session from the other again. */
    private static final Backoff AFTER_TAKE_OVER = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));
    /** The longest that {@link #stop()} waits for the goodbye to the broker. */
    private static final long STOP_MILLIS = 10_000;
    /** A connection that lived this long was sound; one that did not makes the next wait longer. */
    private static final long SOUND_MILLIS = 10_000;

    private static final long PEACEFUL_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final MqttEndpoint endpoint;
    private final String route;
    private final Subscription subscription;
    private final String otherSubscription;
    private final WireSettings settings;
    private final Lane lane;
    private final MqttMeters meters;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile @Nullable Connection current;
    private volatile @Nullable Failure trouble;
    private volatile boolean subscribed;
    private MqttVersion version;
    private boolean hadSession;
    /** Connections in a row that were not sound, and those that another client has taken over. */
    private int failures;

    private int takeOvers;

    Link(MqttEndpoint endpoint, String routeId, String clientId, Lane lane, MqttMeters meters) {
        this.endpoint = endpoint;
        this.route = routeId;
        this.subscription = endpoint.subscription(routeId);
        this.otherSubscription = endpoint.otherSubscription(routeId);
        this.settings = endpoint.wireSettings(clientId);
        this.lane = lane;
        this.meters = meters;
        this.version = endpoint.firstVersion();
        this.thread = new Thread(this::run, "mqtt-link-" + clientId);
    }

    void start() {
        thread.start();
    }

    /** Acknowledges what is complete and disconnects, without waiting for it; the session stays at the broker. */
    void end() {
        running = false;
        thread.interrupt();
    }

    /** The same, and waits for the end. */
    void stop() throws InterruptedException {
        end();
        thread.join(STOP_MILLIS);
    }

    private void run() {
        while (running) {
            try {
                long begun = System.nanoTime();
                Failure cause = serve();
                if (running) {
                    long lived = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                    Thread.sleep(pause(cause, lived).toMillis());
                }
            } catch (InterruptedException stopped) {
                // running tells whether it was meant.
            } catch (RuntimeException unexpected) {
                // Whatever it is, a route must not stand still for ever with a dead thread.
                LOG.atError()
                        .addKeyValue(LogFields.ROUTE, route)
                        .setCause(unexpected)
                        .log(
                                "{}: going on after an unexpected fault, nothing is lost. Report this with the lines that"
                                        + " follow.",
                                settings.clientId());
                trouble = Failure.temporary("unexpected fault: " + unexpected, unexpected);
                LockSupport.parkNanos(BACKOFF.longest().toNanos());
            }
        }
    }

    private Duration pause(Failure cause, long livedMillis) {
        failures = livedMillis > SOUND_MILLIS ? 1 : failures + 1;
        if (cause.code().equals(Refusal.TAKEN_OVER)) {
            takeOvers = livedMillis > PEACEFUL_MILLIS ? 1 : takeOvers + 1;
            return AFTER_TAKE_OVER.after(takeOvers);
        }
        return BACKOFF.after(failures);
    }

    /** One connection from beginning to end; gives why it ended. */
    private Failure serve() throws InterruptedException {
        Connection connection =
                new Connection(settings, version, subscription.retained(), endpoint.getMaximumBytes(), lane, meters);
        current = connection;
        try {
            boolean sessionPresent = connection.open(endpoint.loops());
            subscribe(connection, sessionPresent);
            connected(sessionPresent);
            Failure cause = connection.awaitLoss();
            lost(cause);
            return cause;
        } catch (Failure failure) {
            otherVersion(connection);
            report(failure);
            return failure;
        } finally {
            current = null;
            subscribed = false;
            // An interrupt is the order to stop, and must not cut off the goodbye.
            boolean interrupted = Thread.interrupted();
            connection.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Asks at each connection, so that a changed option takes effect; only the copies of retained messages, which a broker
     * of MQTT 3.1.1 would send each time, are not asked for again. What the session may still be subscribed to from a time
     * when the source was shared, or was not, is taken back: it would bring every message twice. So is what the route of
     * this client id was subscribed to before it was exchanged.
     */
    private void subscribe(Connection connection, boolean sessionPresent) throws InterruptedException {
        boolean repeatsCopies = subscription.retained() == Subscription.Retained.ALL && version != MqttVersion.MQTT_5;
        if (!(sessionPresent && hadSession && repeatsCopies)) {
            connection.subscribe(subscription);
        }
        if (sessionPresent && !hadSession) {
            connection.unsubscribe(otherSubscription);
        }
        String before = endpoint.granted(settings.clientId());
        boolean exchanged = before != null && !before.equals(subscription.filter());
        if (sessionPresent && before != null && exchanged && !before.equals(otherSubscription)) {
            connection.unsubscribe(before);
        }
        // Last: while the old one may still be there, the next connection has to take it back.
        endpoint.granting(settings.clientId(), subscription.filter());
    }

    private void connected(boolean sessionPresent) {
        trouble = null;
        if (hadSession && !sessionPresent) {
            LOG.atError()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log(
                            "{}: the broker at {} no longer knows our session. What it had kept for us while we were away is"
                                    + " gone; let the broker persist sessions, and keep fieldgate.mqtt.session-expiry above"
                                    + " the longest absence.",
                            settings.clientId(),
                            brokerUrl());
            meters.sessionLost();
        }
        hadSession = true;
        subscribed = true;
        LOG.info(
                "{}: subscribed to {} at {} (MQTT {}, {} session)",
                settings.clientId(),
                subscription.filter(),
                brokerUrl(),
                version == MqttVersion.MQTT_5 ? "5" : "3.1.1",
                sessionPresent ? "resumed" : "new");
    }

    private void lost(Failure cause) {
        meters.reconnect();
        if (cause.kind() == FailureKind.SYSTEMIC) {
            report(cause);
            return;
        }
        LOG.atWarn()
                .addKeyValue(LogFields.ROUTE, route)
                .log(
                        "{}: connection to {} lost: {}. Nothing is lost; un-acknowledged messages come again.",
                        settings.clientId(),
                        brokerUrl(),
                        cause.getMessage());
        trouble = Failure.temporary("Connection lost: " + cause.getMessage(), cause);
    }

    /** The next attempt speaks the other version, when the broker did not like this one and the choice is ours. */
    private void otherVersion(Connection connection) {
        if (connection.isVersionRefused() && endpoint.choosesVersion()) {
            version = version == MqttVersion.MQTT_5 ? MqttVersion.MQTT_3_1_1 : MqttVersion.MQTT_5;
        }
    }

    /** Once per outage, not once per attempt. */
    private void report(Failure failure) {
        Failure before = trouble;
        if (before == null || !String.valueOf(before.getMessage()).equals(failure.getMessage())) {
            String cure = failure.cure();
            if (cure == null) {
                LOG.atWarn()
                        .addKeyValue(LogFields.ROUTE, route)
                        .log(
                                "{}: no MQTT broker at {}: {}. Going on trying, nothing is lost here.",
                                settings.clientId(),
                                brokerUrl(),
                                failure.getMessage());
            } else {
                LOG.atError()
                        .addKeyValue(LogFields.ROUTE, route)
                        .log("{}: {} at {}. {}", settings.clientId(), failure.getMessage(), brokerUrl(), cure);
            }
        }
        trouble = failure;
    }

    /** Ends the connection in use, if there is one; the next gets everything un-acknowledged again. */
    void drop(String reason) {
        Connection connection = current;
        if (connection != null) {
            connection.drop(reason);
        }
    }

    /** The connection in use; null while there is none. */
    @Nullable
    Connection current() {
        return current;
    }

    /** Whether there is a connection, and its subscription granted. */
    boolean isSubscribed() {
        return subscribed;
    }

    /** Why there is no connection; null while there is one, and before the first attempt has ended. */
    @Nullable
    Failure trouble() {
        return trouble;
    }

    String brokerUrl() {
        return settings.broker().toString();
    }
}
