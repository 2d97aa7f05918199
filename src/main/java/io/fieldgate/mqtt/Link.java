package io.fieldgate.mqtt;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one client id connected to its broker: connects, acknowledges while connected, and begins again with a new
 * {@link Connection} after a growing wait. One thread, which is also the only one that acknowledges.
 */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    /** The longest that {@link #stop()} waits for the goodbye to the broker. */
    private static final long STOP_MILLIS = 10_000;
    /** A connection that lived this long was sound; one that did not makes the next wait longer. */
    private static final long SOUND_MILLIS = 10_000;

    private final MqttEndpoint endpoint;
    private final String clientId;
    private final Consumer<Received> receiver;
    private final Consumer<Connection> ended;
    private final MqttMeters meters;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile @Nullable Connection current;
    private volatile @Nullable Throwable trouble;
    private volatile boolean subscribed;
    private boolean hadSession;
    /** Connections in a row that were not sound. */
    private int failures;

    /**
     * @param receiver takes each message, on Paho's thread
     * @param ended is told of each connection that is gone
     */
    Link(
            MqttEndpoint endpoint,
            String clientId,
            Consumer<Received> receiver,
            Consumer<Connection> ended,
            MqttMeters meters) {
        this.endpoint = endpoint;
        this.clientId = clientId;
        this.receiver = receiver;
        this.ended = ended;
        this.meters = meters;
        this.thread = new Thread(this::run, "mqtt-link-" + clientId);
    }

    void start() {
        thread.start();
    }

    /** Acknowledges what is complete, disconnects and waits for the end; the session stays at the broker. */
    void stop() throws InterruptedException {
        running = false;
        Connection connection = current;
        if (connection != null) {
            connection.drop("stopped");
        }
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }

    private void run() {
        while (running) {
            try {
                serve();
                if (running) {
                    Thread.sleep(BACKOFF.after(++failures).toMillis());
                }
            } catch (InterruptedException stopped) {
                // running tells whether it was meant.
            }
        }
    }

    /** One connection from beginning to end. */
    private void serve() throws InterruptedException {
        Connection connection;
        try {
            connection = new Connection(endpoint, clientId, receiver);
        } catch (MqttException unusable) {
            report(Failure.systemic(
                    "No MQTT client can be made: " + unusable.getMessage(), "Check fieldgate.mqtt.url.", unusable));
            return;
        }
        long since = System.currentTimeMillis();
        // Visible before the first message can come, or the lane would take it for one of an older connection.
        current = connection;
        try {
            boolean sessionPresent = connection.open();
            connected(sessionPresent);
            while (running && !connection.isLost()) {
                connection.awaitWork();
                connection.acknowledge();
            }
            if (running) {
                LOG.warn(
                        "{}: connection to {} lost: {}. Nothing is lost; un-acknowledged messages come again.",
                        clientId,
                        brokerUrl(),
                        connection.lostBecause());
                trouble = Failure.temporary("Connection lost: " + connection.lostBecause(), null);
                meters.reconnect();
            }
        } catch (Failure failure) {
            if (running) {
                report(failure);
            }
        } finally {
            current = null;
            subscribed = false;
            // An interrupt is the order to stop, and must not cut off the goodbye.
            boolean interrupted = Thread.interrupted();
            connection.close();
            ended.accept(connection);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (System.currentTimeMillis() - since > SOUND_MILLIS) {
            failures = 0;
        }
    }

    private void connected(boolean sessionPresent) {
        trouble = null;
        if (hadSession && !sessionPresent) {
            LOG.warn(
                    "{}: the broker at {} no longer knows our session. What it had kept for us while we were away is gone;"
                            + " let the broker persist sessions, and keep fieldgate.mqtt.session-expiry above the longest"
                            + " absence.",
                    clientId,
                    brokerUrl());
            meters.sessionLost();
        }
        hadSession = true;
        subscribed = true;
        LOG.info(
                "{}: subscribed to {} at {} ({} session)",
                clientId,
                endpoint.filter().subscription(),
                brokerUrl(),
                sessionPresent ? "resumed" : "new");
    }

    /** Once per outage, not once per attempt. */
    private void report(Failure failure) {
        Throwable before = trouble;
        if (before == null || !String.valueOf(before.getMessage()).equals(failure.getMessage())) {
            String cure = failure.cure();
            if (cure == null) {
                LOG.warn("{}: no MQTT broker at {}: {}. Going on trying.", clientId, brokerUrl(), failure.getMessage());
            } else {
                LOG.error("{}: {} at {}. {}", clientId, failure.getMessage(), brokerUrl(), cure);
            }
        }
        trouble = failure;
    }

    boolean isCurrent(Connection connection) {
        return connection == current;
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
    Throwable trouble() {
        return trouble;
    }

    String brokerUrl() {
        PahoMqtt5Configuration configuration = endpoint.getConfiguration();
        return configuration.getBrokerUrl();
    }
}
