package io.fieldgate.topic;

import io.fieldgate.message.DeviceWatch;
import io.fieldgate.message.InputGate;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires Kafka: the component {@code topic:}, provisioning, dead letters, health. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaProperties.class, TopicsProperties.class})
public class TopicConfiguration {
    @Bean
    KafkaState kafkaState(KafkaProperties properties) {
        return new KafkaState(properties.address());
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
    DeadLetters deadLetters(TopicComponent topic) {
        return new DeadLetters(topic);
    }

    // Not named "kafka": Camel would take a bean of that name for the component kafka:.
    @Bean
    KafkaHealthCheck kafkaHealth(KafkaState state) {
        return new KafkaHealthCheck(state);
    }
}
