package io.fieldgate.bench;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * A queue into a topic by hand: take what is there, send it, wait for Kafka, acknowledge all of it. {@code JmsLoop BOOTSTRAP
 * TOPIC URL QUEUE}.
 */
final class JmsLoop {
    private static final int TOGETHER = 1_000;

    private JmsLoop() {}

    public static void main(String[] arguments) throws Exception {
        KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0]);
        Connection connection = factory(arguments[2]).createConnection();
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(arguments[3]));
        connection.start();
        new Thread(() -> run(consumer, producer, arguments[1]), "loop").start();
        Parent.serve(arguments[1]);
    }

    /** OpenWire, or AMQP 1.0 without asking the broker each time whether it has more. */
    static ConnectionFactory factory(String url) {
        return url.startsWith("amqp")
                ? new JmsConnectionFactory(url + "?jms.receiveNoWaitLocalOnly=true")
                : new ActiveMQConnectionFactory(url);
    }

    private static void run(MessageConsumer consumer, KafkaProducer<byte[], byte[]> producer, String topic) {
        try {
            while (true) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                Message message = consumer.receive();
                Message last = message;
                while (message != null) {
                    last = message;
                    BytesMessage bytes = (BytesMessage) message;
                    byte[] body = new byte[(int) bytes.getBodyLength()];
                    bytes.readBytes(body);
                    sent.add(producer.send(new ProducerRecord<>(topic, body)));
                    message = sent.size() < TOGETHER ? consumer.receiveNoWait() : null;
                }
                producer.flush();
                for (Future<RecordMetadata> each : sent) {
                    var unused = each.get();
                }
                last.acknowledge();
            }
        } catch (JMSException | InterruptedException | ExecutionException failure) {
            Records.fail(failure);
        }
    }
}
