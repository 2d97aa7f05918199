package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstanceIdTest {
    @Test
    void isTheSameAfterARestartAndDiffersBetweenConsumers() {
        assertThat(InstanceId.of("", "store", 0))
                .isEqualTo(InstanceId.of("", "store", 0))
                .isNotEqualTo(InstanceId.of("", "store", 1))
                .isNotEqualTo(InstanceId.of("", "other", 0))
                .isNotEqualTo(InstanceId.of("east", "store", 0));
    }

    @Test
    void holdsOnlyWhatKafkaTakes() {
        assertThat(InstanceId.of("plant east", "süd/1", 0)).isEqualTo("plant-east-s-d-1-0");
        assertThat(InstanceId.of("", "r".repeat(300), 12))
                .hasSizeLessThanOrEqualTo(249)
                .endsWith("-12");
    }
}
