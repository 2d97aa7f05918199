package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.fault.RabbitMqProcess;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** RabbitMQ itself, one for all tests of this JVM, which takes long to start. */
final class RabbitMqServer implements AmqpBroker {
    private static @Nullable RabbitMqProcess process;

    @Override
    public void start() throws IOException {
        running();
    }

    private static synchronized RabbitMqProcess running() throws IOException {
        if (process == null) {
            RabbitMqProcess started = new RabbitMqProcess();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            started.start();
            process = started;
        }
        return process;
    }

    void control(String... arguments) throws IOException, InterruptedException {
        running().control(arguments);
    }

    @Override
    public String virtualHost() {
        return "/";
    }

    @Override
    public int port() throws IOException {
        return running().port();
    }

    @Override
    public void close() {
        // It ends with the JVM.
    }
}
