package io.fieldgate.alert;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the evaluation of alert rules. Needs a bean of {@link KafkaAccess}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertProperties.class)
public class AlertConfiguration {
    @Bean
    RuleBook ruleBook() {
        return new RuleBook(AlertRules.none());
    }

    @Bean
    AlertMeters alertMeters(ObjectProvider<MeterRegistry> registry) {
        return new AlertMeters(registry.getIfAvailable());
    }

    @Bean
    @ConditionalOnProperty(name = "fieldgate.alerts.enabled", matchIfMissing = true)
    RuleFile ruleFile(AlertProperties properties, RuleBook book, AlertMeters meters) {
        return RuleFile.begin(properties.file(), book, meters);
    }

    @Bean
    EngineState alertEngineState() {
        return new EngineState();
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    AlertEngine alertEngine(
            RuleBook book,
            ObjectProvider<RuleFile> file,
            AlertProperties properties,
            KafkaAccess kafka,
            AlertMeters meters,
            EngineState state) {
        // Whoever begins without the rules would end the alerts of all of them.
        file.ifAvailable(read -> {});
        return new AlertEngine(book, properties, kafka, meters, state);
    }

    /** Becomes the component {@code alerts}. */
    @Bean
    AlertHealth alertsHealthIndicator(RuleBook book, AlertProperties properties, EngineState state) {
        return new AlertHealth(book, properties.enabled(), state);
    }
}
