package io.fieldgate.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** One contender's way through the plan, from its start to its end. */
final class Trial {
    private static final Duration START = Duration.ofSeconds(60);
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
        brokers.createTopic(target.topic(), contender.partitions());
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
                throw new IllegalStateException("no message passes; the contender printed:\n" + gateway.lastWords());
            }
            load.probe();
            Thread.sleep(PROBE_MILLIS);
        }
    }

    private void measure() throws Exception {
        // Who takes no more messages is measured no further, only counted.
        boolean flows =
                load.burst(plan.warmUp(), BACKLOG) && drained() && steady() && latency() && throughput() && backlog();
        if (!flows) {
            System.err.println("Nothing comes any more; the contender printed:\n" + gateway.lastWords());
        }
        gateway.peakMemory().ifPresent(memory -> figures.put(Figure.MEMORY, memory.doubleValue()));
        figures.put(Figure.LOST, (double) account.missing());
        figures.put(Figure.DUPLICATES, (double) account.duplicates());
        figures.put(Figure.DISORDERS, (double) account.disorders());
    }

    private boolean steady() throws Exception {
        Usage before = Usage.now(gateway, brokers);
        load.paced(plan.steadyRate(), plan.steadySeconds());
        boolean drained = drained();
        Usage after = Usage.now(gateway, brokers);
        figures.putAll(after.coresSince(before));
        figures.put(Figure.CPU, after.gatewayMicrosSince(before) / plan.steadyRate() / plan.steadySeconds());
        figures.put(Figure.LATE, (double) load.lateMicros());
        return drained;
    }

    private boolean latency() throws Exception {
        Phase phase = begin(plan.latencyRate() * plan.latencySeconds());
        load.paced(plan.latencyRate(), plan.latencySeconds());
        boolean drained = drained();
        figures.put(Figure.P50, phase.percentile(50));
        figures.put(Figure.P95, phase.percentile(95));
        figures.put(Figure.P99, phase.percentile(99));
        return drained;
    }

    private boolean throughput() throws Exception {
        Phase phase = begin(plan.burst());
        Usage before = Usage.now(gateway, brokers);
        boolean drained = load.burst(plan.burst(), Long.MAX_VALUE) && drained();
        if (drained) {
            Usage after = Usage.now(gateway, brokers);
            figures.put(Figure.THROUGHPUT, phase.messagesPerSecond());
            figures.put(Figure.BURST_MQTT_CORES, after.coresSince(before).get(Figure.MQTT_CORES));
        }
        return drained;
    }

    /** The way in costs the MQTT broker more than the way out; so this keeps the two apart. */
    private boolean backlog() throws Exception {
        Phase phase = begin(plan.burst());
        gateway.freeze();
        try {
            load.burst(plan.burst(), Long.MAX_VALUE);
        } finally {
            gateway.thaw();
        }
        long thawed = Clock.micros();
        boolean drained = drained();
        if (drained) {
            figures.put(Figure.BACKLOG, phase.messagesPerSecondSince(thawed));
        }
        return drained;
    }

    private Phase begin(int messages) {
        Phase phase = new Phase(messages);
        account.begin(phase);
        return phase;
    }

    private boolean drained() throws InterruptedException {
        return account.awaitMissingBelow(1);
    }
}
