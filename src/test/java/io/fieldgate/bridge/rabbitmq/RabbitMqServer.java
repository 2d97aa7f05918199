package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.fault.RabbitMqProcess;

/** RabbitMQ itself, in a process of its own. */
final class RabbitMqServer implements AmqpBroker {
    private final RabbitMqProcess process = new RabbitMqProcess();

    @Override
    public void start() throws Exception {
        process.start();
    }

    @Override
    public int port() {
        return process.port();
    }

    @Override
    public void close() throws Exception {
        process.close();
    }
}
