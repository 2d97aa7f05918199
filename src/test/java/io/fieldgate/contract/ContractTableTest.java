package io.fieldgate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.bridge.jafka.JafkaSource;
import io.fieldgate.bridge.jms.JmsSink;
import io.fieldgate.bridge.jms.JmsSource;
import io.fieldgate.bridge.rabbitmq.RabbitMqSink;
import io.fieldgate.bridge.rabbitmq.RabbitMqSource;
import io.fieldgate.bridge.redis.RedisFixture;
import io.fieldgate.bridge.redis.RedisSink;
import io.fieldgate.bridge.zeromq.PullSource;
import io.fieldgate.bridge.zeromq.SubSource;
import io.fieldgate.bridge.zeromq.ZeroMqSink;
import io.fieldgate.database.DatabaseSink;
import io.fieldgate.file.IntakeSource;
import io.fieldgate.http.IngestSource;
import io.fieldgate.lake.LakeSink;
import io.fieldgate.mqtt.MqttSink;
import io.fieldgate.mqtt.MqttSource;
import io.fieldgate.notify.WebhookSink;
import io.fieldgate.topic.TopicSink;
import io.fieldgate.topic.TopicSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** docs/contract.md says what the sources and sinks say of themselves. This test writes it to target/contract. */
class ContractTableTest {
    private static final Path MADE = Path.of("target", "contract", "contract.md");

    private static final List<SourceFixture> SOURCES = Stream.<Stream<? extends SourceFixture>>of(
                    Stream.of(new MqttSource(), new IngestSource()),
                    IntakeSource.all().stream(),
                    Stream.of(new TopicSource(), new RabbitMqSource()),
                    RedisFixture.all().stream(),
                    JmsSource.all().stream(),
                    Stream.of(new PullSource(), new SubSource(), new JafkaSource()))
            .<SourceFixture>flatMap(sources -> sources)
            .toList();
    private static final List<SinkFixture> SINKS = Stream.<Stream<? extends SinkFixture>>of(
                    Stream.of(new TopicSink()),
                    DatabaseSink.all().stream(),
                    Stream.of(new LakeSink(), new MqttSink(), new WebhookSink(), new RabbitMqSink()),
                    RedisSink.all().stream(),
                    JmsSink.all().stream(),
                    ZeroMqSink.all().stream())
            .<SinkFixture>flatMap(sinks -> sinks)
            .toList();

    @Test
    void thePageSaysWhatTheSourcesAndSinksPromise() throws IOException {
        StringBuilder page = new StringBuilder("""
                # The contract

                What sources and sinks do when something goes wrong, held by the same tests for each: `SourceContract` and `SinkContract`, with
                the real thing at the other end. "yes" is a test that passes; where one cannot, it is passed over, and the reason stands below.
                What else is promised, and by which tests it is held: [guarantees](guarantees.md).

                ## Sources

                """);
        List<String> reasons = new ArrayList<>();
        table(
                page,
                Promise::ofSources,
                SOURCES.stream().map(source -> party(source)).toList(),
                reasons);
        page.append("\n## Sinks\n\n");
        table(page, Promise::ofSinks, SINKS.stream().map(sink -> party(sink)).toList(), reasons);
        if (!reasons.isEmpty()) {
            page.append("\n## Why not\n\n");
            reasons.forEach(reason -> page.append(reason).append('\n'));
        }
        Files.createDirectories(MADE.getParent());
        Files.writeString(MADE, page);

        assertThat(Path.of("docs", "contract.md"))
                .as("cp %s docs/", MADE)
                .exists()
                .hasContent(page.toString());
    }

    @Test
    void everyRowIsHeldByAnIntegrationTestAndEveryOneOfThoseHasARow() {
        assertThat(tested(SourceContract.class, SourceContract::fixture, source -> party(source)))
                .containsExactlyInAnyOrderElementsOf(
                        SOURCES.stream().map(source -> party(source)).toList());
        assertThat(tested(SinkContract.class, SinkContract::fixture, sink -> party(sink)))
                .containsExactlyInAnyOrderElementsOf(
                        SINKS.stream().map(sink -> party(sink)).toList());
    }

    /** What the tests that a build runs say; several of one party may differ in what stands at the other end only. */
    private static <C, F> Set<Party> tested(Class<C> contract, Function<C, F> fixture, Function<F, Party> party) {
        return ReflectionSupport.streamAllClassesInPackage(
                        "io.fieldgate",
                        type -> contract.isAssignableFrom(type) && !ModifierSupport.isAbstract(type),
                        name -> name.endsWith("IT"))
                .map(test -> party.apply(fixture.apply(contract.cast(ReflectionSupport.newInstance(test)))))
                .collect(Collectors.toSet());
    }

    private static Party party(SourceFixture source) {
        return new Party(source.name(), source.cannot());
    }

    private static Party party(SinkFixture sink) {
        return new Party(sink.name(), sink.cannot());
    }

    /** Who promises, and what not. */
    private record Party(String name, Map<Promise, String> cannot) {}

    private static void table(
            StringBuilder page, Function<Promise, String> words, List<Party> parties, List<String> reasons) {
        List<Promise> promises = Stream.of(Promise.values())
                .filter(promise -> !words.apply(promise).isEmpty())
                .toList();
        page.append("| |");
        promises.forEach(
                promise -> page.append(' ').append(words.apply(promise)).append(" |"));
        page.append("\n|---|");
        promises.forEach(promise -> page.append("---|"));
        page.append('\n');
        for (Party party : parties) {
            Map<String, List<String>> broken = new LinkedHashMap<>();
            page.append("| ").append(party.name()).append(" |");
            for (Promise promise : promises) {
                String reason = party.cannot().get(promise);
                page.append(reason == null ? " yes |" : " no |");
                if (reason != null) {
                    broken.computeIfAbsent(reason, why -> new ArrayList<>()).add(words.apply(promise));
                }
            }
            page.append('\n');
            broken.forEach((reason, promised) ->
                    reasons.add("- " + party.name() + ": " + String.join("; ", promised) + "? No: " + reason));
        }
    }
}
