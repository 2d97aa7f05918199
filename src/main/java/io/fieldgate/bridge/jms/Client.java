package io.fieldgate.bridge.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.util.List;

/** What the clients of the two protocols do each in its own way. */
interface Client {
    /** The longest wait for a connection, and for each step of the log-in. */
    int CONNECT_MILLIS = 10_000;

    int CLOSE_MILLIS = 5_000;

    /**
     * Connects.
     *
     * @param clientId by which the broker knows whose subscription it is; empty where it does not matter
     * @param window messages that the broker may send ahead
     */
    Connection connect(Login login, String clientId, int window) throws JMSException;

    /** Asks for messages, by the only consumer of a connection, which must have begun. */
    MessageConsumer consume(Connection connection, JmsInlet.Source source, int window) throws JMSException;

    /**
     * Acknowledges these messages and no others, which Jakarta Messaging has no way to.
     *
     * @param settled the first of those that the consumer has given and that are not acknowledged yet, in their order; not empty
     */
    void acknowledge(MessageConsumer consumer, List<Message> settled) throws JMSException;

    /** The content of a message as it has come, of which nothing is made. */
    byte[] undecoded(Message message);
}
