package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.topic.TopicDifferences.Difference;
import io.fieldgate.topic.TopicDifferences.Effect;
import io.fieldgate.topic.TopicSpec.CleanupPolicy;
import io.fieldgate.topic.TopicSpec.Format;
import io.fieldgate.topic.TopicSpec.Ordering;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TopicSpecTest {
    private final ApplicationContextRunner spring = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Bound.class);

    @EnableConfigurationProperties(TopicsProperties.class)
    static class Bound {}

    @Test
    void theExampleFileIsWhatItSays() {
        spring.withPropertyValues("spring.config.import=file:config/topics.yaml")
                .run(context -> {
                    TopicSpec topic =
                            context.getBean(TopicsProperties.class).topics().get(0);
                    assertThat(topic.name()).isEqualTo("telemetry");
                    assertThat(topic.partitionCount()).isEqualTo(6);
                    assertThat(topic.ordering()).isEqualTo(Ordering.DEVICE);
                    assertThat(topic.format()).isEqualTo(Format.JSON);
                    assertThat(topic.deadLetter()).isTrue();
                    assertThat(topic.settings())
                            .containsExactlyInAnyOrderEntriesOf(Map.of(
                                    "retention.ms", "604800000",
                                    "retention.bytes", "1073741824",
                                    "segment.bytes", "134217728",
                                    "cleanup.policy", "delete",
                                    "message.timestamp.type", "CreateTime"));
                });
    }

    @Test
    void onlyTheNameIsNeeded() {
        spring.withPropertyValues("fieldgate.topics[0].name=a").run(context -> {
            TopicSpec topic = context.getBean(TopicsProperties.class).topics().get(0);
            assertThat(topic.partitionCount()).isEqualTo(6);
            assertThat(topic.replicationFactor()).isEqualTo((short) -1);
            assertThat(topic.format()).isEqualTo(Format.BYTES);
            assertThat(topic.deadLetter()).isTrue();
            assertThat(topic.settings()).isEmpty();
        });
    }

    @Test
    void globalOrderIsOnePartition() {
        spring.withPropertyValues("fieldgate.topics[0].name=a", "fieldgate.topics[0].ordering=global")
                .run(context -> assertThat(context.getBean(TopicsProperties.class)
                                .topics()
                                .get(0)
                                .partitionCount())
                        .isEqualTo(1));
        spring.withPropertyValues(
                        "fieldgate.topics[0].name=a",
                        "fieldgate.topics[0].ordering=global",
                        "fieldgate.topics[0].partitions=3")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("topic 'a': partitions is 3, but ordering: global allows exactly 1"));
    }

    @Test
    void aTopicIsListedOnce() {
        spring.withPropertyValues("fieldgate.topics[0].name=a", "fieldgate.topics[1].name=a")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("fieldgate.topics: the topic 'a' is listed twice, once is allowed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "\u00e4", "a:b"})
    void namesAreThoseOfKafka(String name) {
        assertThatThrownBy(() -> TopicSpec.checkName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "' is no topic name");
    }

    @Test
    void aNameOf249CharactersIsTheLongest() {
        assertThat(TopicSpec.checkName("a".repeat(249))).hasSize(249);
        assertThatThrownBy(() -> TopicSpec.checkName("a".repeat(250))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyDifferenceIsNamed() {
        TopicSpec wanted = new TopicSpec(
                "a",
                4,
                (short) 3,
                null,
                null,
                null,
                CleanupPolicy.COMPACT_DELETE,
                Ordering.DEVICE,
                Format.BYTES,
                true,
                Map.of("min.insync.replicas", "2"));
        Map<String, @Nullable String> actual = new HashMap<>();
        actual.put("cleanup.policy", "delete,compact");
        actual.put("min.insync.replicas", "1");

        assertThat(TopicDifferences.between(wanted, 2, 1, actual))
                .containsExactly(
                        new Difference("partitions", "4", "2"),
                        new Difference("replication-factor", "3", "1"),
                        new Difference("min.insync.replicas", "2", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "partitions,            6,             3,             MOVES_DEVICES",
        "partitions,            3,             6,             IMPOSSIBLE",
        "replication-factor,    3,             1,             IMPOSSIBLE",
        "retention.ms,          1000,          2000,          LOSES_RECORDS",
        "retention.ms,          1000,          -1,            LOSES_RECORDS",
        "retention.ms,          -1,            1000,          HARMLESS",
        "retention.bytes,       2000,          1000,          HARMLESS",
        "retention.bytes,       1000,          2000,          LOSES_RECORDS",
        "cleanup.policy,        compact,       delete,        LOSES_RECORDS",
        "cleanup.policy,        delete,        'compact,delete', HARMLESS",
        "segment.bytes,         1000,          2000,          HARMLESS",
    })
    void whatLosesRecordsAndWhatKafkaCannotDoIsKnown(String setting, String wanted, String actual, Effect effect) {
        assertThat(new Difference(setting, wanted, actual).effect()).isEqualTo(effect);
    }
}
