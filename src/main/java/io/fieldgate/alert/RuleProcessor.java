package io.fieldgate.alert;

import io.fieldgate.alert.AlertMeters.Skipped;
import io.fieldgate.alert.Deadlines.Due;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets rules judge one partition of a part of the topology, of devices or of keys: each reading as it comes, and once a
 * second what is due by the clock. A record without a value says that its device is gone: its alerts end, and nothing is
 * remembered of it. Other rules are taken over between two records, so each is judged once, by the ones or by the others.
 */
final class RuleProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    static final Duration PULSE = Duration.ofSeconds(1);
    /** Devices looked at in one pulse: when a whole fleet goes silent, readings of others must not wait for long. */
    private static final int MOST_AT_ONCE = 10_000;

    private final Division division;
    private final RuleBook book;
    private final Horizon horizon;
    private final AlertMeters meters;
    private final LongSupplier now;
    private final StateInput.Words words = new StateInput.Words();
    private final StateOutput out = new StateOutput();
    private AlertRules inEffect;
    private TopicRules rules;
    private Deadlines deadlines = new Deadlines();

    // Set by init, which is called first.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> store;

    @SuppressWarnings("NullAway.Init")
    private String input;

    RuleProcessor(Division division, RuleBook book, Horizon horizon, AlertMeters meters, LongSupplier now) {
        this.division = division;
        this.book = book;
        this.horizon = horizon;
        this.meters = meters;
        this.now = now;
        this.inEffect = book.rules();
        this.rules = new TopicRules(division, inEffect, meters, this::tell);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.store = context.getStateStore(division.store());
        this.input = division.input(context.applicationId());
        // After a failure Kafka Streams may begin anew with the same processor and an older state.
        begin(book.rules());
        context.schedule(PULSE, PunctuationType.WALL_CLOCK_TIME, at -> passTime());
    }

    private void begin(AlertRules wanted) {
        rules.forget();
        inEffect = wanted;
        rules = new TopicRules(division, wanted, meters, this::tell);
        deadlines = new Deadlines();
        try (KeyValueIterator<Bytes, byte[]> devices = store.all()) {
            while (devices.hasNext()) {
                deadlines.unseen(devices.next().key);
            }
        }
    }

    private void takeOverRules() {
        AlertRules wanted = book.rules();
        if (wanted == inEffect) {
            return;
        }
        if (wanted.judgeAlike(division, inEffect)) {
            inEffect = wanted;
        } else {
            begin(wanted);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        takeOverRules();
        if (record.key() == null) {
            meters.skipped(Skipped.NO_KEY, "Topic: " + division.topic());
            return;
        }
        Bytes device = Bytes.wrap(record.key());
        String key = text(device);
        Map<String, AlertState> states = load(device);
        boolean changed = deadlines.isUnseen(device) && rules.takeOver(key, states, now.getAsLong());
        if (record.value() == null) {
            rules.end(key, states, record.timestamp());
            store.delete(device);
            deadlines.set(device, Kind.NEVER);
            return;
        }
        long arrival = EventClock.arrival(record.headers(), now.getAsLong());
        Passage passage = passage(key, record, arrival);
        if (passage != null) {
            Reading reading = new Reading(
                    passage.device(),
                    record.timestamp(),
                    new HeaderTexts(record.headers()),
                    rules.payload(record.value()));
            changed |= rules.read(key, states, reading, passage, arrival);
        }
        if (changed) {
            save(device, states);
        }
        deadlines.set(device, rules.due(states, horizon.of(input, partition())));
    }

    private @Nullable Passage passage(String key, Record<byte[], byte[]> record, long arrival) {
        return division.isKeyed()
                ? Passage.take(record.headers())
                : Passage.straight(key, Math.max(context.currentStreamTimeMs(), arrival));
    }

    /** Does what is due at the clock's time, as far as everything before it has been read. */
    private void passTime() {
        takeOverRules();
        Horizon.Known known = horizon.of(input, partition());
        long upTo = known == null ? Deadlines.UNSEEN : known.upTo();
        for (int looks = 0; looks < MOST_AT_ONCE; looks++) {
            Due due = deadlines.poll(upTo);
            if (due == null) {
                return;
            }
            String key = text(due.device());
            Map<String, AlertState> states = load(due.device());
            boolean changed = due.at() == Deadlines.UNSEEN && rules.takeOver(key, states, now.getAsLong());
            if (known != null) {
                changed |= rules.pass(key, states, known);
            }
            if (changed) {
                save(due.device(), states);
            }
            deadlines.set(due.device(), rules.due(states, known));
        }
    }

    @Override
    public void close() {
        rules.forget();
    }

    private Map<String, AlertState> load(Bytes device) {
        byte[] stored = store.get(device);
        if (stored == null) {
            return new HashMap<>();
        }
        try {
            return StateCodec.states(stored, words, rules.marks());
        } catch (StateCodec.NewerFormat newer) {
            // To begin anew would forget alerts that fire, and write over what the newer gateway will go on from.
            throw Failure.systemic(
                    "A newer Fieldgate has written what is remembered of the devices of topic '" + division.topic()
                            + "': " + newer.getMessage() + ".",
                    "Start that version again on this gateway; or have the rules begin anew under another"
                            + " fieldgate.alerts.application-id.",
                    newer);
        } catch (IOException unreadable) {
            meters.skipped(
                    Skipped.BAD_STATE,
                    "Topic: " + division.topic() + ", device: " + text(device) + "; " + unreadable.getMessage() + ".");
            return new HashMap<>();
        }
    }

    private void save(Bytes device, Map<String, AlertState> states) {
        if (states.isEmpty()) {
            store.delete(device);
        } else {
            store.put(device, StateCodec.bytes(states, rules.marks(), out));
        }
    }

    private void tell(Change change) {
        // The time of the record is that of telling it; when it happened stands inside.
        context.forward(
                new Record<>(change.fingerprint().getBytes(StandardCharsets.UTF_8), change.json(), now.getAsLong()));
    }

    private int partition() {
        return context.taskId().partition();
    }

    private static String text(Bytes device) {
        return new String(device.get(), StandardCharsets.UTF_8);
    }
}
