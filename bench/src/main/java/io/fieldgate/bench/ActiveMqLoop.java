package io.fieldgate.bench;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
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

/**
 * A queue into a topic by hand: take what is there, send it, wait for Kafka, commit the transaction of the session. {@code
 * ActiveMqLoop BOOTSTRAP TOPIC URL QUEUE}.
 */
final class ActiveMqLoop {
    private static final int TOGETHER = 1_000;

    private ActiveMqLoop() {}

    public static void main(String[] arguments) throws Exception {
        KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0]);
        Connection connection = new ActiveMQConnectionFactory(arguments[2]).createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue(arguments[3]));
        connection.start();
        new Thread(() -> run(session, consumer, producer, arguments[1]), "loop").start();
        Parent.serve(arguments[1]);
    }

    private static void run(
            Session session, MessageConsumer consumer, KafkaProducer<byte[], byte[]> producer, String topic) {
        try {
            while (true) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                Message message = consumer.receive();
                while (message != null) {
                    BytesMessage bytes = (BytesMessage) message;
                    byte[] body = new byte[(int) bytes.getBodyLength()];
                    bytes.readBytes(body);
                    sent.add(producer.send(new ProducerRecord<>(topic, body)));
                    message = sent.size() < TOGETHER ? consumer.receiveNoWait() : null;
                }
                for (Future<RecordMetadata> each : sent) {
                    var unused = each.get();
                }
                session.commit();
            }
        } catch (JMSException | InterruptedException | ExecutionException failure) {
            Records.fail(failure);
        }
    }
}
