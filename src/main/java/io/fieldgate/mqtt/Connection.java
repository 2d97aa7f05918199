package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import io.fieldgate.message.Window;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the broker, from CONNECT to its end; never used again after that, since a Paho client that has lost
 * its link may hang on the way back. It is the epoch of its messages: a packet identifier means nothing on the next
 * connection, so neither does an acknowledgement.
 *
 * <p>Threads: {@link #open}, {@link #awaitWork} and {@link #close} belong to the link thread. Paho's callback thread only
 * hands messages over and never waits, because it feeds the thread that reads the socket.
 */
final class Connection implements MqttCallback {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    /** Send retained messages only when the subscription is new (MQTT 5, 3.8.3.1): a reconnect must not repeat them. */
    private static final int RETAINED_FOR_NEW_SUBSCRIPTION = 1;

    private static final long CLOSE_MILLIS = 2_000;

    private final MqttEndpoint endpoint;
    private final MqttAsyncClient client;
    private final Consumer<Received> receiver;
    private final Window<Received> window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private boolean completed;
    private @Nullable String lost;

    /** @param receiver takes each message on Paho's thread; must not wait */
    Connection(MqttEndpoint endpoint, String clientId, Consumer<Received> receiver) throws MqttException {
        this.endpoint = endpoint;
        this.receiver = receiver;
        this.window = new Window<>(endpoint.getConfiguration().getReceiveMaximum());
        this.client =
                new MqttAsyncClient(endpoint.getConfiguration().getBrokerUrl(), clientId, new MemoryPersistence());
        // Before connect(): the broker may send the backlog of the session right behind its CONNACK.
        client.setManualAcks(true);
        client.setCallback(this);
    }

    /**
     * Connects and subscribes; waits for both.
     *
     * @return whether the broker still had our session
     * @throws Failure systemic when the broker refuses the client or the subscription, temporary otherwise
     */
    boolean open() {
        long timeout = TimeUnit.SECONDS.toMillis(endpoint.getConfiguration().getConnectionTimeout());
        String subscription = endpoint.filter().subscription();
        try {
            IMqttToken connected = client.connect(endpoint.connectionOptions());
            connected.waitForCompletion(timeout);
            MqttSubscription wanted = new MqttSubscription(
                    subscription, endpoint.getConfiguration().getQos());
            wanted.setRetainHandling(RETAINED_FOR_NEW_SUBSCRIPTION);
            IMqttToken subscribed = client.subscribe(wanted);
            subscribed.waitForCompletion(timeout);
            for (int code : subscribed.getReasonCodes()) {
                if (code >= MqttReturnCode.RETURN_CODE_UNSPECIFIED_ERROR) {
                    throw Failure.systemic(
                            "The broker refuses the subscription " + subscription + " with reason code 0x"
                                    + Integer.toHexString(code),
                            "Allow the gateway's user to subscribe to " + subscription + ".",
                            null);
                }
            }
            return connected.getSessionPresent();
        } catch (MqttException refused) {
            throw failure(refused);
        }
    }

    private static Failure failure(MqttException refused) {
        int code = refused.getReasonCode();
        String reason = refused.getMessage() == null ? "reason code " + code : refused.getMessage();
        boolean credentials = code == MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD
                || code == MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED
                || code == MqttReturnCode.RETURN_CODE_BANNED
                || code == MqttReturnCode.RETURN_CODE_BAD_AUTHENTICATION;
        if (credentials) {
            return Failure.systemic(
                    "The broker refuses the gateway: " + reason,
                    "Set fieldgate.mqtt.username and fieldgate.mqtt.password to a user that the broker knows.",
                    refused);
        }
        Throwable cause = refused.getCause();
        return Failure.temporary(cause == null ? reason : reason + ": " + cause.getMessage(), refused);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        Received received = new Received(this, topic, message, System.currentTimeMillis());
        if (message.getQos() > 0) {
            received.slot = window.add(received, received.at);
            if (received.slot == null) {
                drop("the broker sent more than Receive Maximum = "
                        + endpoint.getConfiguration().getReceiveMaximum() + " messages without our acknowledgement");
                return;
            }
        }
        receiver.accept(received);
    }

    /** The message is where it shall be; it is acknowledged when all before it are. Any thread. */
    void complete(Received received) {
        if (received.slot != null && window.complete(received.slot)) {
            lock.lock();
            try {
                completed = true;
                work.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Ends the connection soon, so that the broker sends all un-acknowledged messages again, in order. Any thread. */
    void drop(String reason) {
        lock.lock();
        try {
            if (lost == null) {
                lost = reason;
            }
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to acknowledge or the connection is lost. */
    void awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (!completed && lost == null) {
                work.await();
            }
            completed = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Acknowledges what is complete at the head of the window. Not for Kafka's I/O thread: Paho takes the lock of its
     * sender for each acknowledgement.
     */
    void acknowledge() {
        for (Received received : window.release()) {
            try {
                client.messageArrivedComplete(received.message.getId(), received.qos());
            } catch (MqttException gone) {
                drop("an acknowledgement could not be sent: " + gone.getMessage());
                return;
            }
        }
    }

    boolean isLost() {
        return lostBecause() != null;
    }

    @Nullable
    String lostBecause() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
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

    /** Sends what is left to acknowledge, says goodbye if there is still a link, and frees Paho's threads. */
    void close() {
        acknowledge();
        drop("closed");
        try {
            if (client.isConnected()) {
                // No unsubscribe: the session stays at the broker and collects what comes until we are back.
                client.disconnect(CLOSE_MILLIS).waitForCompletion(CLOSE_MILLIS);
            } else {
                client.disconnectForcibly(0, 0, false);
            }
        } catch (MqttException alreadyGone) {
            LOG.debug("Disconnecting {}: {}", client.getClientId(), alreadyGone.getMessage());
        }
        try {
            client.close(true);
        } catch (MqttException alreadyClosed) {
            LOG.debug("Closing {}: {}", client.getClientId(), alreadyClosed.getMessage());
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        String reason = response.getReasonString();
        MqttException exception = response.getException();
        if (exception != null) {
            Throwable cause = exception.getCause() == null ? exception : exception.getCause();
            reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
        drop(reason == null ? "the broker closed it, reason code " + response.getReturnCode() : reason);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        LOG.debug("{}: {}", client.getClientId(), exception.getMessage());
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // This client publishes nothing.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // open() goes on by itself, on a thread that may wait.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // No enhanced authentication.
    }
}
