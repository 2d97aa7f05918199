package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Phase;
import io.fieldgate.alert.Change.Event;
import io.fieldgate.alert.Evaluator.Ignored;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Counts what rules did with readings, and how their alerts stand; says at a bounded rate what cannot be judged. Tags are
 * names of rules and words of ours, never a device. Thread-safe.
 */
final class AlertMeters {
    private final MeterRegistry registry;
    private final Seldom seldom = new Seldom(LoggerFactory.getLogger(AlertMeters.class));
    private final Map<String, OfRule> rules = new ConcurrentHashMap<>();
    private final Map<Skipped, Counter> skipped = new EnumMap<>(Skipped.class);
    private final AtomicLong lag;
    private final AtomicInteger working;
    private final AtomicInteger disabled;

    /** What happens to a record that no rule judges, or that Kafka does not take. */
    enum Skipped {
        NO_KEY("no-key", "A record has no key, so nobody knows whose it is; no rule judges it."),
        BAD_STATE("bad-state", "What was remembered of a device cannot be read; it begins anew."),
        TOO_LARGE(
                "too-large",
                "A record is too large for Kafka and was left out; of a device's state the one before stays.");

        private final String reason;
        private final String message;

        Skipped(String reason, String message) {
            this.reason = reason;
            this.message = message;
        }
    }

    private static final class OfRule {
        private final Counter evaluated;
        private final Map<Ignored, Counter> ignored = new EnumMap<>(Ignored.class);
        private final Counter faults;
        private final Map<Event, Counter> changes = new EnumMap<>(Event.class);
        private final AtomicInteger pending;
        private final AtomicInteger firing;

        private OfRule(MeterRegistry registry, String rule) {
            evaluated = readings(registry, rule, "evaluated");
            for (Ignored reason : Ignored.values()) {
                ignored.put(reason, readings(registry, rule, word(reason)));
            }
            faults = Counter.builder("fieldgate.alerts.faults")
                    .description("Readings for which a rule could not be evaluated")
                    .tag("rule", rule)
                    .register(registry);
            for (Event event : Event.values()) {
                changes.put(
                        event,
                        Counter.builder("fieldgate.alerts.changes")
                                .description("What has happened to alerts")
                                .tag("rule", rule)
                                .tag("event", event.text())
                                .register(registry));
            }
            pending = alerts(registry, rule, "pending");
            firing = alerts(registry, rule, "firing");
        }

        private static AtomicInteger alerts(MeterRegistry registry, String rule, String state) {
            AtomicInteger count = new AtomicInteger();
            Gauge.builder("fieldgate.alerts", count, AtomicInteger::get)
                    .description("Alerts by rule and state, of the devices that this gateway judges")
                    .tag("rule", rule)
                    .tag("state", state)
                    .register(registry);
            return count;
        }

        private static Counter readings(MeterRegistry registry, String rule, String outcome) {
            return Counter.builder("fieldgate.alerts.readings")
                    .description("Readings by what a rule made of them")
                    .tag("rule", rule)
                    .tag("outcome", outcome)
                    .register(registry);
        }
    }

    /** @param registry null: counts for nobody */
    AlertMeters(@Nullable MeterRegistry registry) {
        this.registry = registry == null ? new SimpleMeterRegistry() : registry;
        for (Skipped reason : Skipped.values()) {
            skipped.put(
                    reason,
                    Counter.builder("fieldgate.alerts.skipped")
                            .description("Records that no rule judges, or that Kafka does not take")
                            .tag("reason", reason.reason)
                            .register(this.registry));
        }
        lag = gauge("fieldgate.alerts.lag", "Records that are still to be judged", new AtomicLong());
        working = gauge("fieldgate.alerts.rules.working", "Rules that are evaluated", new AtomicInteger());
        disabled = gauge("fieldgate.alerts.rules.disabled", "Rules with a mistake", new AtomicInteger());
    }

    private <N extends Number> N gauge(String name, String description, N number) {
        Gauge.builder(name, number, Number::doubleValue)
                .description(description)
                .register(registry);
        return number;
    }

    void rules(AlertRules rules) {
        working.set(rules.names().size());
        disabled.set(rules.disabled().size());
    }

    void lag(long records) {
        lag.set(records);
    }

    void evaluated(String rule, Evaluator.Outcome outcome) {
        OfRule meters = of(rule);
        Ignored reason = outcome.reason();
        (reason == null ? meters.evaluated : counter(meters.ignored, reason)).increment();
        if (outcome.fault() != null) {
            fault(rule, outcome.fault());
        }
    }

    void fault(String rule, String message) {
        of(rule).faults.increment();
        seldom.warn(rule, "The rule '" + rule + "' cannot be evaluated for a reading: " + message);
    }

    void changed(Change change) {
        counter(of(change.rule()).changes, change.event()).increment();
    }

    /** So many alerts of the rule more, or less, stand so; {@code phase} is not {@link Phase#INACTIVE}. */
    void stand(String rule, Phase phase, int more) {
        (phase == Phase.FIRING ? of(rule).firing : of(rule).pending).addAndGet(more);
    }

    void skipped(Skipped reason, String detail) {
        counter(skipped, reason).increment();
        seldom.warn(reason.reason, reason.message + " " + detail);
    }

    private OfRule of(String rule) {
        OfRule known = rules.get(rule);
        return known == null ? rules.computeIfAbsent(rule, name -> new OfRule(registry, name)) : known;
    }

    private static <E extends Enum<E>> Counter counter(Map<E, Counter> counters, E which) {
        Counter counter = counters.get(which);
        if (counter == null) {
            throw new IllegalStateException("no counter of " + which);
        }
        return counter;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
