package io.fieldgate.topic;

import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.DeviceWatch;
import io.fieldgate.message.InputGate;
import io.fieldgate.topic.TopicSpec.Format;
import io.fieldgate.topic.TopicSpec.Ordering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.util.unit.DataSize;

/** A Camel context with the component {@code topic:} and what it needs, as the configuration wires it. */
final class Gateway implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final KafkaState state;
    final TopicProvisioner provisioner;
    final SharedProducer producer;
    final DeadLetters deadLetters;
    final TopicComponent component;
    final CamelContext camel = new DefaultCamelContext();
    private final String address;

    Gateway(String address, TopicSpec... topics) {
        this(address, Map.of(), false, topics);
    }

    Gateway(String address, Map<String, String> properties, boolean alter, TopicSpec... topics) {
        this(address, "gateway-" + NUMBER.incrementAndGet(), properties, alter, topics);
    }

    /** @param instance its name in consumer groups */
    Gateway(String address, String instance, Map<String, String> properties, boolean alter, TopicSpec... topics) {
        this(address, instance, properties, Duration.ofMillis(5), alter, topics);
    }

    /** @param linger how long records wait for others */
    Gateway(String address, Duration linger, TopicSpec... topics) {
        this(address, "gateway-" + NUMBER.incrementAndGet(), Map.of(), linger, false, topics);
    }

    private Gateway(
            String address,
            String instance,
            Map<String, String> properties,
            Duration linger,
            boolean alter,
            TopicSpec... topics) {
        this.address = address;
        KafkaProperties kafka = new KafkaProperties(
                List.of(address), "fieldgate", instance, properties, linger, DataSize.ofMegabytes(1), alter);
        TopicsProperties listed = new TopicsProperties(List.of(topics));
        KafkaClients clients = new KafkaClients(kafka);
        state = new KafkaState(kafka.address());
        provisioner = new TopicProvisioner(clients, listed, state);
        producer = new SharedProducer(clients, provisioner, InputGate.OPEN);
        component = new TopicComponent(clients, provisioner, producer, listed, new TopicMeters(null), DeviceWatch.NONE);
        deadLetters = new DeadLetters(component);
        camel.addComponent("topic", component);
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, deadLetters);
        camel.getShutdownStrategy().setTimeout(5);
    }

    Gateway start(RouteBuilder routes) throws Exception {
        provisioner.start();
        camel.addRoutes(routes);
        camel.start();
        return this;
    }

    /** What the topic holds now, partition by partition. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> settings =
                new HashMap<>(Map.of("bootstrap.servers", address, "allow.auto.create.topics", false));
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                ConsumerRecords<byte[], byte[]> batch = consumer.poll(Duration.ofMillis(100));
                batch.forEach(found::add);
            }
        }
        return found;
    }

    /** What the group has committed, summed over the partitions of the topic; 0 when nothing. */
    long committed(String group, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many members the group has. */
    int members(String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .mapToInt(described -> described.members().size())
                    .sum();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        camel.stop();
        producer.close();
        provisioner.close();
    }

    static TopicSpec topic(String name, int partitions, Format format) {
        return new TopicSpec(
                name, partitions, (short) -1, null, null, null, null, Ordering.DEVICE, format, true, Map.of());
    }
}
