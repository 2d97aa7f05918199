package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.bridge.TlsContexts;
import io.fieldgate.fault.FaultProxy;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.RedisProcess;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.Slowlog;

/** What Redis' streams, lists and channels become, and what becomes of messages there, with a real server. */
@Timeout(180)
class RedisIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** As they leave together. */
    private static final int MANY = 200;

    private final RedisParts redis = new RedisParts();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Exchange> taken = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private Jedis jedis;

    @BeforeEach
    void open() throws Exception {
        redis.open();
        jedis = redis.connect();
        DeadLetterQueue queue = letter -> {
            letters.add(letter);
            return CompletableFuture.completedFuture(null);
        };
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, queue);
        camel.getRegistry().bind("meters", meters);
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
    }

    @AfterEach
    void close() {
        Parts.closeAll(camel, jedis, redis::close);
    }

    @Test
    void aProbeFindsTheServerWellAndSaysWhatIsNoStreamOrNotAccepted() throws Exception {
        jedis.rpush("orders", "1");

        Diagnosis well = probe(RedisProcess.PASSWORD, "list:orders", "stream:missing", "stream:by:{device}");
        Diagnosis other = probe(RedisProcess.PASSWORD, "stream:orders");
        Diagnosis refused = probe("hidden");
        Diagnosis none = probe("");

        assertThat(well.text()).endsWith(" takes the gateway without a user");
        assertThat(well.state()).isEqualTo(Diagnosis.State.WELL);
        assertThat(other.text()).endsWith(": what is at the key 'orders' is no stream but a list");
        assertThat(refused.text()).doesNotContain("hidden");
        assertThat(List.of(refused, none))
                .extracting(Diagnosis::cure)
                .containsOnly("Correct fieldgate.redis.username and fieldgate.redis.password.");
    }

    private Diagnosis probe(String password, String... places) throws InterruptedException {
        RedisProperties properties =
                new RedisProperties("redis://127.0.0.1:" + redis.server().port(), "", password, null, "", PATIENCE);
        return new RedisProbe(properties, TlsContexts::ofJava, PATIENCE).look(Set.of(places));
    }

    @Test
    void anEntryWithAPayloadFieldIsThatAndItsOtherFieldsAreHeaders() throws Exception {
        takeFrom("stream:readings");

        jedis.xadd(
                "readings",
                XAddParams.xAddParams(),
                Map.of("payload", "{\"t\":21.5}", "line", "4", "CamelFileName", "x"));

        Exchange exchange = first();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("{\"t\":21.5}");
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("redis.stream", "readings")
                .containsEntry("redis.header.line", "4")
                .containsEntry("redis.header.CamelFileName", "x")
                .containsEntry("fg.source", "redis")
                .containsKey("redis.id")
                .doesNotContainKey("CamelFileName");
    }

    @Test
    void anEntryWithoutOneIsAnObjectOfItsFields() throws Exception {
        takeFrom("stream:readings");

        jedis.xadd("readings", XAddParams.xAddParams(), Map.of("t", "21.5", "name", "öl \"4\""));

        assertThat(first().getMessage().getBody(String.class)).isEqualTo("{\"name\":\"öl \\\"4\\\"\",\"t\":\"21.5\"}");
        assertThat(first().getMessage().getHeader("content-type")).isEqualTo("application/json");
    }

    @Test
    void aFieldThatIsNoTextMakesADeadLetterWithTheReason() throws Exception {
        takeFrom("stream:readings");

        jedis.xadd(
                "readings".getBytes(UTF_8), XAddParams.xAddParams(), Map.of("t".getBytes(UTF_8), new byte[] {(byte) 0xff
                }));

        await().atMost(PATIENCE).until(() -> !letters.isEmpty());
        assertThat(letters.get(0).cause())
                .hasMessageContaining("no text in UTF-8")
                .hasMessageContaining("'payload'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"payload", "t"})
    void anEntryThatHasAFieldTwiceIsADeadLetterWithTheReason(String name) throws Exception {
        takeFrom("stream:readings");

        jedis.sendCommand(Command.XADD, "readings", "*", name, "1", "other", "x", name, "2");

        await().atMost(PATIENCE).until(() -> !letters.isEmpty());
        assertThat(letters.get(0).cause())
                .hasMessageContaining("'" + name + "' more than once")
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("FIELD_TWICE"));
        awaitNothingPending();
    }

    @Test
    void whatAnotherConsumerHasLeftIsTakenAfterAWhile() throws Exception {
        jedis.xadd("readings", XAddParams.xAddParams(), Map.of("payload", "left"));
        allIsGivenTo("gone");

        takeFrom("stream:readings", "&claimAfter=500");

        assertThat(first().getMessage().getBody(String.class)).isEqualTo("left");
        awaitNothingPending();
    }

    @Test
    void allThatAnotherConsumerHasLeftIsTakenAtOnceHoweverMuchItIs() throws Exception {
        int left = 1_000;
        try (Pipeline pipeline = jedis.pipelined()) {
            for (int i = 0; i < left; i++) {
                pipeline.xadd("readings", XAddParams.xAddParams(), Map.of("payload", String.valueOf(i)));
            }
        }
        allIsGivenTo("gone");
        int claimAfterMillis = 2_000;

        takeFrom("stream:readings", "&claimAfter=" + claimAfterMillis);

        await().atMost(PATIENCE).until(() -> !taken.isEmpty());
        // Before it would look for more by the clock.
        await().atMost(Duration.ofMillis(claimAfterMillis)).until(() -> taken.size() == left);
        assertThat(taken)
                .extracting(exchange -> exchange.getMessage().getBody(String.class))
                .isEqualTo(IntStream.range(0, left).mapToObj(String::valueOf).toList());
        awaitNothingPending();
    }

    @Test
    void anEntryThatWasDeletedBeforeItWasStoredIsADeadLetterWithItsId() throws Exception {
        StreamEntryID id = jedis.xadd("readings", XAddParams.xAddParams(), Map.of("payload", "trimmed"));
        allIsGivenTo("one:taking");
        jedis.xdel("readings", id);

        takeFrom("stream:readings");

        await().atMost(PATIENCE).until(() -> !letters.isEmpty());
        assertThat(letters.get(0).cause()).hasMessageContaining(id.toString()).hasMessageContaining("deleted");
        awaitNothingPending();
    }

    @Test
    void anEntryOfAnotherConsumerThatWasDeletedIsADeadLetterToo() throws Exception {
        StreamEntryID id = jedis.xadd("readings", XAddParams.xAddParams(), Map.of("payload", "trimmed"));
        jedis.xadd("readings", XAddParams.xAddParams(), Map.of("payload", "left"));
        allIsGivenTo("gone");
        jedis.xdel("readings", id);

        takeFrom("stream:readings", "&claimAfter=500");

        assertThat(first().getMessage().getBody(String.class)).isEqualTo("left");
        await().atMost(PATIENCE).until(() -> !letters.isEmpty());
        assertThat(letters.get(0).cause())
                .hasMessageContaining(id.toString())
                .hasMessageContaining("another consumer's");
        awaitNothingPending();
    }

    /** To a consumer of the group, which acknowledges none of it. */
    private void allIsGivenTo(String consumer) {
        jedis.xgroupCreate("readings", "fieldgate", new StreamEntryID(0, 0), true);
        jedis.xreadGroup(
                "fieldgate",
                consumer,
                XReadGroupParams.xReadGroupParams(),
                Map.of("readings", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
    }

    private void awaitNothingPending() {
        await().atMost(PATIENCE)
                .until(() -> jedis.xpending("readings", "fieldgate").getTotal() == 0);
    }

    @Test
    void ofAnEntryThatIsDeletedWhileItsMessageIsOnItsWayThereIsNoDeadLetter() throws Exception {
        List<AsyncCallback> held = new CopyOnWriteArrayList<>();
        camel.addRoutes(from("redis:stream:readings?consumer=one&claimAfter=200&" + redis.options(), held));
        StreamEntryID id = jedis.xadd("readings", XAddParams.xAddParams(), Map.of("payload", "a"));
        await().atMost(PATIENCE).until(() -> held.size() == 1);

        jedis.xdel("readings", id);

        // Claiming has found it gone, so it has looked.
        awaitNothingPending();
        jedis.xadd("readings", XAddParams.xAddParams(), Map.of("payload", "b"));
        await().atMost(PATIENCE).until(() -> held.size() == 2);
        assertThat(letters).isEmpty();
    }

    @Test
    void whatWasTakenFromAListStaysWithTheConsumerUntilItIsStored() throws Exception {
        jedis.rpush("jobs:taken-by:one:taking", "from before");
        jedis.rpush("jobs", "a", "b");

        takeFrom("list:jobs");

        await().atMost(PATIENCE).until(() -> taken.size() == 3);
        assertThat(taken)
                .extracting(exchange -> exchange.getMessage().getBody(String.class))
                .containsExactly("from before", "a", "b");
        await().atMost(PATIENCE).until(() -> !jedis.exists("jobs:taken-by:one:taking"));
    }

    @Test
    void aListGoesOnWhereWhatItHadTakenBeforeIsGone() throws Exception {
        List<AsyncCallback> held = new CopyOnWriteArrayList<>();
        IntStream.range(0, MANY).forEach(i -> jedis.rpush("jobs:taken-by:one:taking", String.valueOf(i)));
        camel.addRoutes(from("redis:list:jobs?consumer=one&maxInFlight=10&" + redis.options(), held));
        await().atMost(PATIENCE).until(() -> held.size() == 10);

        jedis.del("jobs:taken-by:one:taking");
        jedis.rpush("jobs", "new");
        List.copyOf(held).forEach(callback -> callback.done(false));

        await().atMost(PATIENCE).until(() -> held.size() == 11);
        assertThat(jedis.lrange("jobs:taken-by:one:taking", 0, -1)).containsExactly("new");
    }

    @Test
    void whatWasMovedAfterTheListOfATakerWasEmptiedStaysThereUntilItIsStored() throws Exception {
        List<AsyncCallback> held = new CopyOnWriteArrayList<>();
        camel.addRoutes(from("redis:list:jobs?consumer=one&" + redis.options(), held));
        jedis.rpush("jobs", "a", "b");
        await().atMost(PATIENCE).until(() -> held.size() == 2);

        jedis.del("jobs:taken-by:one:taking");
        jedis.rpush("jobs", "c");
        await().atMost(PATIENCE).until(() -> jedis.llen("jobs") == 0);
        List.copyOf(held).subList(0, 2).forEach(callback -> callback.done(false));

        await().atMost(PATIENCE).until(() -> held.size() == 3);
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> jedis.lrange("jobs:taken-by:one:taking", 0, -1).equals(List.of("c")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "list"})
    void smallAndLargeMessagesComeInTheirOrderByPortions(String kind) throws Exception {
        String large = "x".repeat(500_000);
        List<String> all = Stream.of(
                        IntStream.range(0, 2_000).mapToObj(String::valueOf),
                        IntStream.range(0, 40).mapToObj(i -> i + large),
                        IntStream.range(0, 2_000).mapToObj(String::valueOf))
                .flatMap(bodies -> bodies)
                .toList();
        try (Pipeline pipeline = jedis.pipelined()) {
            for (String body : all) {
                var unused = kind.equals("list")
                        ? pipeline.rpush("all", body)
                        : pipeline.xadd("all", XAddParams.xAddParams(), Map.of("payload", body));
            }
        }
        logCommands();

        takeFrom(kind + ":all");

        await().atMost(PATIENCE).until(() -> taken.size() == all.size());
        assertThat(taken)
                .extracting(exchange -> exchange.getMessage().getBody(String.class))
                .isEqualTo(all);
        assertThat(counts()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(Portion.MOST));
    }

    @Test
    void ofLargeEntriesFewAreAskedForFromTheFirstOn() throws Exception {
        String large = "x".repeat(1024 * 1024);
        IntStream.range(0, 40).forEach(i -> jedis.xadd("readings", XAddParams.xAddParams(), Map.of("payload", large)));
        logCommands();

        takeFrom("stream:readings");

        await().atMost(PATIENCE).until(() -> taken.size() == 40);
        // What was given before, and then what is new, before any of it has been seen; Redis has the last command
        // first.
        List<Integer> asked = new ArrayList<>(counts());
        Collections.reverse(asked);
        assertThat(asked.subList(0, 2)).containsOnly(Portion.FIRST);
        assertThat(asked.subList(2, asked.size()))
                .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(8));
    }

    private void logCommands() {
        jedis.configSet("slowlog-max-len", "10000");
        jedis.configSet("slowlog-log-slower-than", "0");
    }

    /** How many entries of a stream were asked for, each time. */
    private List<Integer> counts() {
        return jedis.slowlogGet(10_000).stream()
                .map(Slowlog::getArgs)
                .filter(words -> words.get(0).equals("XREADGROUP"))
                .map(words -> Integer.parseInt(words.get(words.indexOf("COUNT") + 1)))
                .toList();
    }

    @Test
    void ofAChannelIsTakenWhatComesWhileItIsListenedTo() throws Exception {
        jedis.publish("news", "too early");
        takeFrom("channel:news");

        jedis.publish("news", "x".repeat(100_000));

        assertThat(first().getMessage().getBody(String.class)).hasSize(100_000);
        assertThat(first().getMessage().getHeaders()).containsEntry("redis.channel", "news");
    }

    @Test
    void aChannelWhoseRouteStandsStillDropsWhatItCannotHoldAndCountsIt() throws Exception {
        List<AsyncCallback> held = standsStillWithTenAndAsManyThatWaitOfAHundred();

        assertThat(dropped()).isEqualTo(80);
        held.forEach(callback -> callback.done(false));
        await().atMost(PATIENCE).until(() -> held.size() == 20);
        assertThat(dropped()).isEqualTo(80);
    }

    @Test
    void allThatAChannelHasBroughtIsReceivedOrDroppedAndCountedWhenTheRouteHasStopped() throws Exception {
        standsStillWithTenAndAsManyThatWaitOfAHundred();

        camel.getRouteController().stopRoute("taking");

        assertThat(received()).isEqualTo(10);
        assertThat(dropped()).isEqualTo(90);
    }

    private List<AsyncCallback> standsStillWithTenAndAsManyThatWaitOfAHundred() throws Exception {
        List<AsyncCallback> held = new CopyOnWriteArrayList<>();
        camel.addRoutes(from("redis:channel:news?maxInFlight=10&" + redis.options(), held));
        HealthCheck health = health();
        await().atMost(PATIENCE).until(() -> health.call().getState() == HealthCheck.State.UP);
        publish(10);
        await().atMost(PATIENCE).until(() -> held.size() == 10);
        publish(90);
        await().atMost(PATIENCE).until(() -> dropped() == 80);
        return held;
    }

    private double received() {
        return meters.get("fieldgate.messages.received").counter().count();
    }

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            jedis.publish("news", "n");
        }
    }

    private double dropped() {
        return meters.get("fieldgate.bridge.dropped").counter().count();
    }

    @Test
    void aServerThatGoesSilentIsNoticedAndItsChannelIsListenedToAgainWhenItIsBack() throws Exception {
        Duration timeout = Duration.ofSeconds(1);
        camel.addComponent(
                "redis",
                new RedisComponent(
                        new RedisProperties("redis://localhost", "", "", null, "", timeout), TlsContexts::ofJava));
        takeFrom("channel:news");
        // It is not taken for silent while it only has nothing to say.
        await().during(timeout.multipliedBy(2))
                .atMost(PATIENCE)
                .until(() -> health().call().getState() == HealthCheck.State.UP);

        redis.server().proxy().hold(FaultProxy.Direction.values());
        await().atMost(timeout.multipliedBy(5)).until(() -> health().call().getState() == HealthCheck.State.DOWN);
        redis.server().proxy().restore();

        await().atMost(PATIENCE).until(() -> health().call().getState() == HealthCheck.State.UP);
        publish(1);
        assertThat(first().getMessage().getBody(String.class)).isEqualTo("n");
    }

    @Test
    void aSinkKeepsAStreamShortAndNamesItByHeaders() throws Exception {
        route("direct:in", "redis:stream:readings:{line}?maxLength=100&" + redis.options());
        Map<String, Object> headers = new HashMap<>(Map.of("line", "4", "redis.header.unit", "C", "other", "stays"));

        for (int i = 0; i < 1_000; i++) {
            headers.put("redis.header.number", i);
            camel.createFluentProducerTemplate()
                    .to("direct:in")
                    .withBody("{\"n\":" + i + "}")
                    .withHeaders(headers)
                    .send();
        }

        assertThat(jedis.xlen("readings:4")).isBetween(100L, 300L);
        assertThat(jedis.xrevrange("readings:4", "+", "-", 1).get(0).getFields())
                .containsOnly(Map.entry("payload", "{\"n\":999}"), Map.entry("unit", "C"), Map.entry("number", "999"));
    }

    @Test
    void aSinkFillsAListAndTellsAChannel() throws Exception {
        route("direct:list", "redis:list:jobs?" + redis.options());
        route("direct:channel", "redis:channel:news?" + redis.options());
        takeFrom("channel:news");

        camel.createProducerTemplate().sendBody("direct:list", "a");
        camel.createProducerTemplate().sendBody("direct:list", "b");
        camel.createProducerTemplate().sendBody("direct:channel", "n");

        assertThat(jedis.lrange("jobs", 0, -1)).containsExactly("a", "b");
        assertThat(first().getMessage().getBody(String.class)).isEqualTo("n");
    }

    @Test
    void whatASinkSendsTogetherWithWhatIsRefusedArrivesOnce() throws Exception {
        route("direct:in", "redis:stream:readings:{line}?" + redis.options());
        jedis.aclSetUser("default", "resetkeys", "~readings:good");
        AsyncProducer in = camel.getEndpoint("direct:in").createAsyncProducer();
        in.start();

        List<CompletableFuture<Exchange>> good =
                IntStream.range(0, MANY).mapToObj(i -> send(in, "good")).toList();
        CompletableFuture<Exchange> bad = send(in, "bad");

        assertThat(bad.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getException())
                .hasMessageContaining("may not use the stream 'readings:bad'");
        assertThat(good)
                .allSatisfy(sent -> assertThat(
                                sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getException())
                        .isNull());
        assertThat(jedis.xlen("readings:good")).isEqualTo(MANY);
    }

    @Test
    void aMessageWhoseHeadersLeadToAKeyOfAnotherKindIsADeadLetterAndTheOthersGoOn() throws Exception {
        route("direct:in", "redis:stream:readings:{line}?" + redis.options());
        jedis.set("readings:bad", "no stream");
        AsyncProducer in = camel.getEndpoint("direct:in").createAsyncProducer();
        in.start();

        List<CompletableFuture<Exchange>> sent = Stream.of("good", "bad", "good", "bad")
                .map(line -> send(in, line))
                .toList();

        await().atMost(PATIENCE).until(() -> sent.stream().allMatch(CompletableFuture::isDone));
        assertThat(sent.get(0).get().getException()).isNull();
        assertThat(sent.get(2).get().getException()).isNull();
        assertThat(List.of(sent.get(1).get(), sent.get(3).get()))
                .extracting(Exchange::getException)
                .allSatisfy(refused -> assertThat(refused)
                        .hasMessage("What is at the key 'readings:bad' is no stream.")
                        .isInstanceOfSatisfying(Failure.class, failure -> {
                            assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
                            assertThat(failure.code()).isEqualTo("WRONG_TYPE");
                        }));
        assertThat(jedis.xlen("readings:good")).isEqualTo(2);
    }

    @Test
    void aSinkWhoseOwnKeyIsOfAnotherKindWaitsForAPersonAndNamesTheKey() throws Exception {
        route("direct:in", "redis:stream:readings?" + redis.options());
        jedis.set("readings", "no stream");
        AsyncProducer in = camel.getEndpoint("direct:in").createAsyncProducer();
        in.start();

        Exchange sent = send(in, "any").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(sent.getException())
                .hasMessage("what is at the key 'readings' is no stream")
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC));
    }

    private CompletableFuture<Exchange> send(AsyncProducer in, String line) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody("{}");
        exchange.getMessage().setHeader("line", line);
        return in.processAsync(exchange);
    }

    @Test
    void whatAPersonMustCorrectStandsInHealthWithTheCure() throws Exception {
        jedis.set("readings", "no stream");
        camel.addRoutes(from("redis:stream:readings?consumer=one&" + redis.options()));
        HealthCheck health = health();

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(health.call().getMessage().orElse("")).contains("the key 'readings' is no stream"));
        jedis.del("readings");
        await().atMost(PATIENCE).until(() -> health.call().getState() == HealthCheck.State.UP);

        jedis.configSet("requirepass", "another");
        redis.server().proxy().cut();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(health.call().getMessage().orElse(""))
                        .contains("does not accept the user")
                        .doesNotContain(RedisProcess.PASSWORD));
    }

    private Exchange first() {
        await().atMost(PATIENCE).until(() -> !taken.isEmpty());
        return taken.get(0);
    }

    private void takeFrom(String what) throws Exception {
        takeFrom(what, "");
    }

    private void takeFrom(String what, String more) throws Exception {
        camel.addRoutes(from("redis:" + what + "?consumer=one&" + redis.options() + more));
        HealthCheck health = health();
        await().atMost(PATIENCE).until(() -> health.call().getState() == HealthCheck.State.UP);
    }

    private HealthCheck health() {
        return ((HealthCheckAware) camel.getRoute("taking").getConsumer()).getHealthCheck();
    }

    /** Keeps what it takes on its way. */
    private static RouteBuilder from(String uri, List<AsyncCallback> held) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).routeId("taking").process(new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        held.add(callback);
                        return false;
                    }
                });
            }
        };
    }

    private RouteBuilder from(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).routeId("taking").process(exchange -> taken.add(exchange.copy()));
            }
        };
    }

    private void route(String from, String to) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(from).to(to);
            }
        });
    }
}
