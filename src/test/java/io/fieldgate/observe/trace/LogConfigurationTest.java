package io.fieldgate.observe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LogConfigurationTest {
    @ParameterizedTest
    @CsvSource({
        "a.key=none, false",
        "logging.structured.format.console=ecs, true",
        "logging.structured.format.file=ecs, true",
    })
    void nothingStandsAroundStepsWithoutStructuredLogs(String property, boolean there) {
        new ApplicationContextRunner()
                .withUserConfiguration(LogConfiguration.class)
                .withPropertyValues(property)
                .run(context -> assertThat(
                                context.getBeansOfType(LoggedSteps.class).isEmpty())
                        .isEqualTo(!there));
    }
}
