package io.fieldgate.bridge.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

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

    /** The mode of a session in which each message is acknowledged for itself, for which Jakarta Messaging has no number. */
    int acknowledgeEach();

    /** The content of a message as it has come, of which nothing is made. */
    byte[] undecoded(Message message);
}
