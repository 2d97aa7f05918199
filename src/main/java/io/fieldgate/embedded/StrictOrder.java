package io.fieldgate.embedded;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Makes Artemis deliver the messages of a client in the order in which it published them (MQTT 5, 4.6); by itself
 * Artemis 2.55 swaps them now and then.
 *
 * <p>What has to wait for the disk, Artemis puts in line in an operation context, and only within one context does the
 * line hold. It takes the context from the thread, and its MQTT part works on a pool of threads without setting it. So
 * one message of a client waits in one line, the next in another, and the faster line wins: into the queues when many
 * publish at once, and onto the wire when a receiver acknowledges while its backlog is sent. Artemis 2.56 mends the first
 * half, but its MQTT part is not in Maven Central.
 */
final class StrictOrder implements ActiveMQServerMessagePlugin, MQTTInterceptor {

    /** Into the queues: all that a client publishes waits in the line of its session. */
    @Override
    public void beforeSend(
            ServerSession session,
            Transaction transaction,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue) {
        OperationContextImpl.setContext(session.getSessionContext());
    }

    /**
     * Onto the wire, where a queue sends one message after the other: none waits. A message is in a queue only when it is
     * on disk, so there is nothing to wait for but what others left to do on this thread. Nor does CONNACK, which says
     * nothing that must be on disk first, and which the messages of the session would overtake (MQTT 5, 3.2).
     */
    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        MqttMessageType type = packet.fixedHeader().messageType();
        if (type == MqttMessageType.PUBLISH || type == MqttMessageType.CONNACK) {
            OperationContextImpl.clearContext();
        }
        return true;
    }
}
