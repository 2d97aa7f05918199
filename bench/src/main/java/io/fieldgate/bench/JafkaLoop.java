package io.fieldgate.bench;

import com.sohu.jafka.api.FetchRequest;
import com.sohu.jafka.consumer.SimpleConsumer;
import com.sohu.jafka.message.MessageAndOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A partition of Jafka into a topic by hand: fetch, send, wait for Kafka. It remembers no offset. {@code JafkaLoop BOOTSTRAP
 * TOPIC PORT TOPIC-OF-JAFKA}.
 */
final class JafkaLoop {
    private static final int TOGETHER = 256 * 1024;

    private JafkaLoop() {}

    public static void main(String[] arguments) throws Exception {
        KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0]);
        SimpleConsumer jafka = new SimpleConsumer("127.0.0.1", Integer.parseInt(arguments[2]));
        new Thread(() -> run(jafka, arguments[3], producer, arguments[1]), "loop").start();
        Parent.serve(arguments[1]);
    }

    private static void run(SimpleConsumer jafka, String from, KafkaProducer<byte[], byte[]> producer, String topic) {
        long offset = 0;
        try {
            while (true) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                for (MessageAndOffset each : jafka.fetch(new FetchRequest(from, 0, offset, TOGETHER))) {
                    ByteBuffer payload = each.message.payload();
                    byte[] body = new byte[payload.remaining()];
                    payload.get(body);
                    sent.add(producer.send(new ProducerRecord<>(topic, body)));
                    offset = each.offset;
                }
                producer.flush();
                for (Future<RecordMetadata> each : sent) {
                    var unused = each.get();
                }
                if (sent.isEmpty()) {
                    Thread.sleep(1);
                }
            }
        } catch (IOException | InterruptedException | ExecutionException failure) {
            Records.fail(failure);
        }
    }
}
