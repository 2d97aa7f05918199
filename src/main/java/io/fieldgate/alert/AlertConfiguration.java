package io.fieldgate.alert;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the evaluation of alert rules. Needs a bean of {@link KafkaAccess}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertProperties.class)
public class AlertConfiguration {
    private static final Logger log = LoggerFactory.getLogger(AlertConfiguration.class);

    @Bean
    AlertRules alertRules(AlertProperties properties) {
        if (!properties.enabled()) {
            return AlertRules.none();
        }
        String file = properties.file().toString();
        if (!Files.exists(properties.file())) {
            log.info("There are no alert rules: {} does not exist.", file);
        }
        AlertRules rules;
        try {
            rules = AlertRules.read(properties.file());
        } catch (IOException | IllegalArgumentException unreadable) {
            rules = AlertRules.unreadable(file, String.valueOf(unreadable.getMessage()));
        }
        rules.problems().forEach(problem -> log.error("{}", problem));
        if (!rules.problems().isEmpty()) {
            log.error(
                    "Rules with a mistake are not evaluated: {}. The others are: {}.",
                    rules.disabled().isEmpty() ? "none could be read" : rules.disabled(),
                    rules.names());
        }
        return rules;
    }

    @Bean
    AlertMeters alertMeters(AlertRules rules, ObjectProvider<MeterRegistry> registry) {
        AlertMeters meters = new AlertMeters(registry.getIfAvailable());
        meters.rules(rules);
        return meters;
    }

    @Bean
    EngineState alertEngineState() {
        return new EngineState();
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    AlertEngine alertEngine(
            AlertRules rules, AlertProperties properties, KafkaAccess kafka, AlertMeters meters, EngineState state) {
        return new AlertEngine(rules, properties, kafka, meters, state);
    }

    /** Becomes the component {@code alerts}. */
    @Bean
    AlertHealth alertsHealthIndicator(AlertRules rules, AlertProperties properties, EngineState state) {
        return new AlertHealth(rules, properties.enabled(), state);
    }
}
