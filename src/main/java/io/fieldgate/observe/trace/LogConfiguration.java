package io.fieldgate.observe.trace;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** With structured logs, what routes log says to what it belongs. Camel takes what intercepts from Spring. */
@Configuration(proxyBeanMethods = false)
public class LogConfiguration {
    @Bean
    @Conditional(Structured.class)
    LoggedSteps loggedSteps() {
        return new LoggedSteps();
    }

    /** Whether anything reads the fields of log events. */
    static final class Structured extends AnyNestedCondition {
        Structured() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("logging.structured.format.console")
        static final class OnTheConsole {}

        @ConditionalOnProperty("logging.structured.format.file")
        static final class InAFile {}
    }
}
