package io.fieldgate;

import io.fieldgate.notify.NotifyKafka;
import io.fieldgate.topic.KafkaProperties;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Gives notifications the Kafka of the topics. */
@Configuration(proxyBeanMethods = false)
class AlertWiring {
    @Bean
    NotifyKafka notifyKafka(KafkaProperties properties, Environment environment) {
        Map<String, Object> settings = new HashMap<>(properties.properties());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
        return new NotifyKafka(
                settings, properties.clientId(), environment.getProperty("fieldgate.alerts.topic", "alerts"));
    }
}
