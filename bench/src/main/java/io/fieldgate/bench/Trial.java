package io.fieldgate.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** One contender's way through the plan, from its start to its end. */
final class Trial {
    private static final Duration START = Duration.ofSeconds(60);
    /** So long without a new record means that nothing comes any more. */
    private static final Duration SILENCE = Duration.ofSeconds(15);
    /** Messages in flight during the warm-up: enough to keep everyone busy, too few to pile up. */
    private static final int BACKLOG = 4_000;

    private static final long PROBE_MILLIS = 250;

    private final Brokers brokers;
    private final Plan plan;
    private final Part gateway;
    private final Account account;
    private final Load load;
    private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);

    private Trial(Brokers brokers, Plan plan, Part gateway, Account account, Load load) {
        this.brokers = brokers;
        this.plan = plan;
        this.gateway = gateway;
        this.account = account;
        this.load = load;
    }

    static Map<Figure, Double> run(Workbench workbench, Brokers brokers, Plan plan, Contender contender, int round)
            throws Exception {
        String name = contender.label() + "-" + round;
        Target target = new Target(brokers.mqtt().url(), "bench-" + name, brokers.bootstrapServers(), "bench-" + name);
        brokers.createTopic(target.topic());
        Account account = new Account(plan.devices());
        Part gateway = contender.start(workbench, target);
        Checker checker = new Checker(target.bootstrapServers(), target.topic(), account);
        try (Load load = new Load(target.mqtt(), plan.connections(), plan.devices(), plan.payloadSize(), account)) {
            Trial trial = new Trial(brokers, plan, gateway, account, load);
            trial.awaitOpen();
            trial.measure();
            return trial.figures;
        } finally {
            gateway.stop();
            checker.stop();
            brokers.deleteTopic(target.topic());
        }
    }

    /** Until a message passes: that says more than any contender's own word. */
    private void awaitOpen() throws Exception {
        long end = System.nanoTime() + START.toNanos();
        while (!account.probed()) {
            if (System.nanoTime() > end || !gateway.isAlive()) {
                throw new IllegalStateException("no message passes; the contender printed:\n" + gateway.output());
            }
            load.probe();
            Thread.sleep(PROBE_MILLIS);
        }
    }

    private void measure() throws Exception {
        load.burst(plan.warmUp(), BACKLOG);
        if (drained()) {
            steady();
        }
        if (drained()) {
            latency();
        }
        if (drained()) {
            throughput();
        }
        gateway.peakMemory().ifPresent(memory -> figures.put(Figure.MEMORY, memory.doubleValue()));
        figures.put(Figure.LOST, (double) account.missing());
        figures.put(Figure.DUPLICATES, (double) account.duplicates());
        figures.put(Figure.DISORDERS, (double) account.disorders());
    }

    private void steady() throws Exception {
        Usage before = Usage.now(gateway, brokers);
        load.paced(plan.steadyRate(), plan.steadySeconds());
        Usage after = Usage.now(gateway, brokers);
        figures.putAll(after.coresSince(before));
        figures.put(Figure.CPU, after.gatewayMicrosSince(before) / (1.0 * plan.steadyRate() * plan.steadySeconds()));
        figures.put(Figure.LATE, (double) load.lateMicros());
    }

    private void latency() throws Exception {
        Phase phase = begin(plan.latencyRate() * plan.latencySeconds());
        load.paced(plan.latencyRate(), plan.latencySeconds());
        if (drained()) {
            figures.put(Figure.P50, phase.percentile(50));
            figures.put(Figure.P95, phase.percentile(95));
            figures.put(Figure.P99, phase.percentile(99));
        }
    }

    private void throughput() throws Exception {
        Phase phase = begin(plan.burst());
        load.burst(plan.burst(), Long.MAX_VALUE);
        if (drained()) {
            figures.put(Figure.THROUGHPUT, phase.messagesPerSecond());
        }
    }

    private Phase begin(int messages) {
        Phase phase = new Phase(messages);
        account.begin(phase);
        return phase;
    }

    /** Waits until all that was published is in the topic; false when the rest does not come. */
    private boolean drained() throws InterruptedException {
        long missing = account.missing();
        long since = System.nanoTime();
        while (missing > 0) {
            Thread.sleep(20);
            long now = account.missing();
            if (now < missing) {
                since = System.nanoTime();
            } else if (System.nanoTime() - since > SILENCE.toNanos()) {
                return false;
            }
            missing = now;
        }
        return true;
    }
}
