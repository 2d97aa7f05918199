package io.fieldgate.bridge.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessageDispatch;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledges a run of messages at once. The client's own acknowledgements are for one, which it searches among all that are
 * out, or for all that were taken, of which some are not stored yet; OpenWire has one for all from this message to that.
 */
final class OpenWireConsumer extends ActiveMQMessageConsumer {
    private OpenWireConsumer(Numbered session, ActiveMQDestination source, @Nullable String subscription, int ahead)
            throws JMSException {
        super(
                session,
                session.getNextConsumerId(),
                source,
                subscription,
                null,
                ahead,
                0,
                false,
                false,
                session.isAsyncDispatch(),
                null);
    }

    /**
     * Asks for messages in the only session of a connection, which has begun.
     *
     * @param subscription to a topic; null for a queue
     */
    static OpenWireConsumer of(
            ActiveMQConnection connection, ActiveMQDestination source, @Nullable String subscription, int ahead)
            throws JMSException {
        return new OpenWireConsumer(new Numbered(connection), source, subscription, ahead);
    }

    /** @param settled the first of those that were taken and not acknowledged yet, in their order; not empty */
    void acknowledge(List<Message> settled) throws JMSException {
        checkClosed();
        MessageId last = idOf(settled.get(settled.size() - 1));
        MessageAck run = new MessageAck();
        run.setAckType(MessageAck.STANDARD_ACK_TYPE);
        run.setConsumerId(getConsumerId());
        run.setDestination(info.getDestination());
        run.setFirstMessageId(idOf(settled.get(0)));
        run.setLastMessageId(last);
        run.setMessageCount(settled.size());
        session.asyncSendPacket(run);
        forgetUpTo(last);
    }

    private void forgetUpTo(MessageId last) {
        synchronized (deliveredMessages) {
            // The newest is the first of them.
            MessageDispatch oldest = deliveredMessages.pollLast();
            while (oldest != null && !oldest.getMessage().getMessageId().equals(last)) {
                oldest = deliveredMessages.pollLast();
            }
        }
    }

    private static MessageId idOf(Message message) {
        return ((ActiveMQMessage) message).getMessageId();
    }

    /** A session that gives numbers to its consumers here. */
    private static final class Numbered extends ActiveMQSession {
        /** Those that a connection makes itself begin at 1. */
        private static final long ONLY = 0;

        Numbered(ActiveMQConnection connection) throws JMSException {
            super(
                    connection,
                    new SessionId(connection.getConnectionInfo().getConnectionId(), ONLY),
                    INDIVIDUAL_ACKNOWLEDGE,
                    connection.isDispatchAsync(),
                    connection.isAlwaysSessionAsync());
        }

        @Override
        protected ConsumerId getNextConsumerId() {
            return super.getNextConsumerId();
        }
    }
}
