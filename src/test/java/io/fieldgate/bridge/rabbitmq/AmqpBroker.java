package io.fieldgate.bridge.rabbitmq;

/** A broker of AMQP 0-9-1 for tests, with the user guest. */
interface AmqpBroker {
    /** Starts it, without any queue. */
    void start() throws Exception;

    /** Where it listens, on 127.0.0.1. */
    int port();

    /** Ends it, and removes what it kept. */
    void close() throws Exception;
}
