package io.fieldgate;

import io.fieldgate.alert.AlertProperties;
import io.fieldgate.alert.KafkaAccess;
import io.fieldgate.notify.NotifyKafka;
import io.fieldgate.topic.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives alerts and notifications the Kafka of the topics. */
@Configuration(proxyBeanMethods = false)
class AlertWiring {
    @Bean
    KafkaAccess alertKafka(KafkaProperties kafka) {
        return new KafkaAccess(kafka.address(), kafka::clientSettings);
    }

    @Bean
    NotifyKafka notifyKafka(KafkaProperties kafka, AlertProperties alerts) {
        return new NotifyKafka(kafka::clientSettings, kafka.clientId(), alerts.topic());
    }
}
