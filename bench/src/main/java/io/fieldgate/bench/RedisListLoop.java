package io.fieldgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.ListDirection;

/**
 * A list into a topic by hand: move some elements to another list, send them, wait for Kafka, delete that list. {@code
 * RedisListLoop BOOTSTRAP TOPIC PORT LIST}.
 */
final class RedisListLoop {
    private static final int TOGETHER = 1_000;

    private RedisListLoop() {}

    public static void main(String[] arguments) throws Exception {
        Jedis redis = new Jedis("127.0.0.1", Integer.parseInt(arguments[2]));
        KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0]);
        new Thread(() -> run(redis, arguments[3], producer, arguments[1]), "loop").start();
        Parent.serve(arguments[1]);
    }

    private static void run(Jedis redis, String list, KafkaProducer<byte[], byte[]> producer, String topic) {
        byte[] taken = (list + ":taken").getBytes(UTF_8);
        try {
            while (true) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                for (Response<byte[]> element : move(redis, list.getBytes(UTF_8), taken)) {
                    if (element.get() != null) {
                        sent.add(producer.send(new ProducerRecord<>(topic, element.get())));
                    }
                }
                producer.flush();
                for (Future<RecordMetadata> each : sent) {
                    var unused = each.get();
                }
                redis.del(taken);
                if (sent.isEmpty()) {
                    Thread.sleep(1);
                }
            }
        } catch (InterruptedException | ExecutionException | RuntimeException failure) {
            Records.fail(failure);
        }
    }

    private static List<Response<byte[]>> move(Jedis redis, byte[] from, byte[] to) {
        List<Response<byte[]>> moved = new ArrayList<>();
        try (Pipeline pipeline = redis.pipelined()) {
            for (int i = 0; i < TOGETHER; i++) {
                moved.add(pipeline.lmove(from, to, ListDirection.LEFT, ListDirection.RIGHT));
            }
        }
        return moved;
    }
}
