package io.fieldgate.topic;

import io.fieldgate.message.DeviceWatch;
import io.fieldgate.message.InputGate;
import io.fieldgate.yaml.BoundFile;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Wires Kafka: the component {@code topic:}, provisioning, dead letters, health. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaProperties.class, TopicsProperties.class})
public class TopicConfiguration {
    @Bean
    KafkaState kafkaState(KafkaProperties properties) {
        return new KafkaState(properties.address());
    }

    @Bean("kafkaCluster")
    KafkaHealth kafkaCluster(KafkaState state) {
        return new KafkaHealth(state);
    }

    @Bean
    KafkaClients kafkaClients(KafkaProperties properties) {
        return new KafkaClients(properties);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    TopicProvisioner topicProvisioner(KafkaClients clients, TopicsProperties topics, KafkaState state) {
        return new TopicProvisioner(clients, topics, state);
    }

    @Bean(destroyMethod = "close")
    SharedProducer sharedProducer(KafkaClients clients, TopicProvisioner provisioner, ObjectProvider<InputGate> gate) {
        return new SharedProducer(clients, provisioner, gate.getIfAvailable(() -> InputGate.OPEN));
    }

    @Bean
    MeterBinder producerMeters(SharedProducer producer) {
        return meters -> TopicMeters.producer(meters, producer::measurements);
    }

    @Bean
    TopicComponent topic(
            KafkaClients clients,
            TopicProvisioner provisioner,
            SharedProducer producer,
            TopicsProperties topics,
            ObjectProvider<MeterRegistry> meters,
            ObjectProvider<DeviceWatch> devices) {
        return new TopicComponent(
                clients,
                provisioner,
                producer,
                topics,
                new TopicMeters(meters.getIfAvailable()),
                devices.getIfAvailable(() -> DeviceWatch.NONE));
    }

    @Bean
    LiveTopics liveTopics(ConfigurableEnvironment environment, TopicComponent topic) {
        return new LiveTopics(BoundFile.of(environment, "topics", Path.of("config/topics.yaml")), topic);
    }

    @Bean
    DeadLetters deadLetters(TopicComponent topic) {
        return new DeadLetters(topic);
    }

    @Bean
    LetterDesk letterDesk(KafkaClients clients) {
        return new LetterDesk(clients);
    }

    @Bean
    DeviceRecords deviceRecords(KafkaClients clients) {
        return new DeviceRecords(clients);
    }

    @Bean
    CommandDesk commandDesk(TopicComponent topic) {
        return new CommandDesk(topic);
    }

    /** Not for a command beside the gateway, which would go on with what that does. */
    @Bean
    @ConditionalOnWebApplication
    Replays replays(TopicComponent topic, ObjectProvider<CamelContext> camel, DeadLetters deadLetters) {
        return new Replays(topic, camel::getObject, deadLetters);
    }

    // Not named "kafka": Camel would take a bean of that name for the component kafka:.
    @Bean
    KafkaHealthCheck kafkaHealth(KafkaState state) {
        return new KafkaHealthCheck(state);
    }
}
