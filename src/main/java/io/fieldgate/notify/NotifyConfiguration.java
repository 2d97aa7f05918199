package io.fieldgate.notify;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetterQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires notifications. Needs a bean of {@link NotifyKafka}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({NotifyProperties.class, WebhooksProperties.class})
public class NotifyConfiguration {
    private static final Logger log = LoggerFactory.getLogger(NotifyConfiguration.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** A mistake in the file must not keep the gateway from taking messages; it is told, and health is down. */
    @Bean
    ReceiversFile.Read receiversFile(NotifyProperties properties, Environment environment) {
        ReceiversFile.Read read = ReceiversFile.begin(properties.file(), environment::getProperty);
        read.receivers().problems().forEach(problem -> log.error("{}", problem));
        return read;
    }

    @Bean
    Board alertBoard(ReceiversFile.Read read) {
        return new Board(read.receivers());
    }

    @Bean
    @ConditionalOnProperty(name = "fieldgate.notify.enabled", matchIfMissing = true)
    LiveReceivers liveReceivers(
            NotifyProperties properties, ReceiversFile.Read read, Board board, Environment environment) {
        return new LiveReceivers(properties.file(), read, board, environment::getProperty);
    }

    @Bean(destroyMethod = "close")
    Journal alertJournal(NotifyKafka kafka) {
        return new Journal(kafka);
    }

    @Bean(destroyMethod = "close")
    Notifier notifier(
            NotifyProperties properties,
            NotifyKafka kafka,
            Board board,
            Journal journal,
            ObjectProvider<DeadLetterQueue> deadLetters,
            ObjectProvider<CamelContext> camel,
            ObjectProvider<MeterRegistry> meters) {
        Clock clock = Clock.systemUTC();
        MeterRegistry registry = meters.getIfAvailable(SimpleMeterRegistry::new);
        registry.gauge("fieldgate.alerts.firing", board, Board::firing);
        Notifier notifier = new Notifier(
                kafka,
                board,
                journal,
                deadLetters::getIfAvailable,
                new Deliveries(camel::getIfAvailable, clock),
                registry,
                BACKOFF,
                clock);
        if (properties.enabled()) {
            notifier.start();
        }
        return notifier;
    }

    @Bean
    WebhookComponent webhook(WebhooksProperties webhooks) {
        return new WebhookComponent(webhooks);
    }

    @Bean
    AlertDesk alertDesk(Board board, Journal journal) {
        return new AlertDesk(board, journal, Clock.systemUTC());
    }

    @Bean("notifications")
    NotifyHealth notifyHealth(Board board, Notifier notifier) {
        return new NotifyHealth(board, notifier);
    }
}
