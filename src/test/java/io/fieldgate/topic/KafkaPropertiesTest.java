package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KafkaPropertiesTest {
    private final ApplicationContextRunner spring = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @EnableConfigurationProperties(KafkaProperties.class)
    static class Bound {}

    @Test
    void clientPropertiesArePassedVerbatimAndNeverPrinted() {
        spring.withPropertyValues(
                        "fieldgate.kafka.bootstrap-servers=a:1,b:2",
                        "fieldgate.kafka.properties.security.protocol=SASL_SSL",
                        "fieldgate.kafka.properties.sasl.jaas.config=S3CR3T",
                        "fieldgate.kafka.properties.acks=all")
                .run(context -> {
                    KafkaProperties kafka = context.getBean(KafkaProperties.class);
                    assertThat(kafka.address()).isEqualTo("a:1,b:2");
                    assertThat(kafka.properties())
                            .containsEntry("security.protocol", "SASL_SSL")
                            .containsEntry("sasl.jaas.config", "S3CR3T");
                    assertThat(kafka.toString()).contains("sasl.jaas.config").doesNotContain("S3CR3T");
                });
    }

    @Test
    void theDefaultIsLocal() {
        spring.run(context ->
                assertThat(context.getBean(KafkaProperties.class).address()).isEqualTo("localhost:9092"));
    }

    @ParameterizedTest
    @CsvSource({
        "acks,1",
        "enable.idempotence,false",
        "max.in.flight.requests.per.connection,6",
        "partitioner.ignore.keys,true",
        "delivery.timeout.ms,120000",
        "enable.auto.commit,true",
        "value.serializer,x",
        "transactional.id,x",
        "bootstrap.servers,x"
    })
    void whatWouldBreakAPromiseIsRefusedByName(String name, String value) {
        spring.withPropertyValues("fieldgate.kafka.properties." + name + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("fieldgate.kafka.properties: '" + name + "'"));
    }
}
