package io.fieldgate.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.fieldgate.fault.RabbitMqProcess;
import java.io.IOException;
import java.util.Map;

/** A durable queue of Debian's RabbitMQ, with persistent messages. */
final class RabbitMqNeighbour implements Neighbour {
    private final RabbitMqProcess server = new RabbitMqProcess();
    private final Connection connection;
    private final Channel channel;

    RabbitMqNeighbour() throws Exception {
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(server.port());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    @Override
    public void makeQueue(String queue) throws IOException {
        channel.queueDeclare(queue, true, false, false, Map.of());
    }

    @Override
    public void fill(String queue, int messages, int length) throws IOException, InterruptedException {
        for (int i = 0; i < messages; i++) {
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, Messages.bytes(i, length));
        }
        channel.waitForConfirms();
    }

    @Override
    public String uri(String queue) {
        return "rabbitmq:" + queue;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("FIELDGATE_RABBITMQ_URL", "amqp://127.0.0.1:" + server.port());
    }

    @Override
    public Class<?> loop() {
        return RabbitMqLoop.class;
    }

    @Override
    public String address() {
        return String.valueOf(server.port());
    }

    @Override
    public void close() {
        connection.abort();
    }
}
