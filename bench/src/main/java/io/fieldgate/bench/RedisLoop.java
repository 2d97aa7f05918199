package io.fieldgate.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * A stream into a topic by hand: read some, send them, wait for Kafka, acknowledge them. {@code RedisLoop BOOTSTRAP TOPIC PORT
 * STREAM}.
 */
final class RedisLoop {
    private static final int TOGETHER = 1_000;
    private static final String GROUP = "loop";

    private RedisLoop() {}

    public static void main(String[] arguments) throws Exception {
        String stream = arguments[3];
        Jedis redis = new Jedis("127.0.0.1", Integer.parseInt(arguments[2]));
        redis.xgroupCreate(stream, GROUP, new StreamEntryID(0, 0), true);
        KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0]);
        new Thread(() -> run(redis, stream, producer, arguments[1]), "loop").start();
        Parent.serve(arguments[1]);
    }

    private static void run(Jedis redis, String stream, KafkaProducer<byte[], byte[]> producer, String topic) {
        XReadGroupParams some =
                XReadGroupParams.xReadGroupParams().count(TOGETHER).block(1_000);
        Map<String, StreamEntryID> from = Map.of(stream, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY);
        try {
            while (true) {
                List<Map.Entry<String, List<StreamEntry>>> answer = redis.xreadGroup(GROUP, "one", some, from);
                if (answer != null) {
                    move(redis, stream, answer.get(0).getValue(), producer, topic);
                }
            }
        } catch (InterruptedException | ExecutionException | RuntimeException failure) {
            Records.fail(failure);
        }
    }

    private static void move(
            Jedis redis, String stream, List<StreamEntry> entries, KafkaProducer<byte[], byte[]> producer, String topic)
            throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(entries.size());
        for (StreamEntry entry : entries) {
            String payload = String.valueOf(entry.getFields().get("payload"));
            sent.add(producer.send(new ProducerRecord<>(topic, payload.getBytes(StandardCharsets.UTF_8))));
        }
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            var unused = each.get();
        }
        redis.xack(stream, GROUP, entries.stream().map(StreamEntry::getID).toArray(StreamEntryID[]::new));
    }
}
