package io.fieldgate.bridge.rabbitmq;

/** A broker of AMQP 0-9-1 for tests, with the user guest. */
interface AmqpBroker {
    /** Starts it, if it does not run yet. */
    void start() throws Exception;

    /** The part of it that is meant. */
    String virtualHost();

    /** Where it listens, on 127.0.0.1. */
    int port() throws Exception;

    /** The test is over. */
    void close() throws Exception;
}
