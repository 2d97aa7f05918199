package io.fieldgate.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A queue into a topic by hand: the client's thread sends, another waits for Kafka in order and acknowledges what is complete
 * at once. {@code RabbitMqLoop BOOTSTRAP TOPIC PORT QUEUE}.
 */
final class RabbitMqLoop {
    private static final int PREFETCH = 1_000;

    private final LinkedBlockingQueue<Sent> window = new LinkedBlockingQueue<>();
    private final Channel channel;

    private record Sent(long tag, Future<RecordMetadata> stored) {}

    private RabbitMqLoop(Channel channel) {
        this.channel = channel;
    }

    public static void main(String[] arguments) throws Exception {
        KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0]);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(Integer.parseInt(arguments[2]));
        Channel channel = factory.newConnection().createChannel();
        channel.basicQos(PREFETCH);
        RabbitMqLoop loop = new RabbitMqLoop(channel);
        new Thread(loop::acknowledge, "acknowledger").start();
        channel.basicConsume(
                arguments[3],
                false,
                (tag, delivery) -> loop.window.add(new Sent(
                        delivery.getEnvelope().getDeliveryTag(),
                        producer.send(new ProducerRecord<>(arguments[1], delivery.getBody())))),
                tag -> {});
        Parent.serve(arguments[1]);
    }

    private void acknowledge() {
        List<Sent> run = new ArrayList<>();
        try {
            while (true) {
                run.add(window.take());
                window.drainTo(run);
                for (Sent sent : run) {
                    var unused = sent.stored().get();
                }
                channel.basicAck(run.get(run.size() - 1).tag(), true);
                run.clear();
            }
        } catch (InterruptedException | ExecutionException | IOException failure) {
            Records.fail(failure);
        }
    }
}
