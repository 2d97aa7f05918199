package io.fieldgate.bridge.jms;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;

/** A broker for tests, which knows one user. */
interface TestBroker {
    String USER = "gateway";
    String PASSWORD = "secret";

    /** As people call it, with its protocol. */
    String name();

    void start() throws Exception;

    /** Where it listens, on 127.0.0.1. */
    int port() throws Exception;

    /** How the gateway speaks to it, {@code tcp}, {@code amqp} or {@code stomp}. */
    String scheme();

    /** Of a client that is not the gateway's. */
    Connection connect() throws JMSException;

    void close() throws Exception;
}
