package io.fieldgate.notify;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetterQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One for each receiver while this gateway tells. Used by one thread, but for {@link #states}. */
final class Couriers {
    private static final Logger log = LoggerFactory.getLogger(Couriers.class);

    private final Board board;
    private final Journal journal;
    private final Supplier<@Nullable DeadLetterQueue> deadLetters;
    private final Deliveries deliveries;
    private final MeterRegistry meters;
    private final Backoff backoff;
    private final Clock clock;
    private final List<Courier> couriers = new ArrayList<>();
    /** Of all receivers that there ever were; their meters stay. */
    private final Map<String, ReceiverState> known = new ConcurrentHashMap<>();

    private @Nullable Receivers told;

    /** @param backoff between attempts to tell a receiver */
    Couriers(
            Board board,
            Journal journal,
            Supplier<@Nullable DeadLetterQueue> deadLetters,
            Deliveries deliveries,
            MeterRegistry meters,
            Backoff backoff,
            Clock clock) {
        this.board = board;
        this.journal = journal;
        this.deadLetters = deadLetters;
        this.deliveries = deliveries;
        this.meters = meters;
        this.backoff = backoff;
        this.clock = clock;
        var unused = states();
    }

    /** How the present receivers take what they are told, by name. Any thread. */
    Map<String, ReceiverState> states() {
        Map<String, ReceiverState> states = new LinkedHashMap<>();
        board.receivers().byName().keySet().forEach(name -> states.put(name, state(name)));
        return states;
    }

    private ReceiverState state(String name) {
        return known.computeIfAbsent(name, first -> new ReceiverState(first, meters));
    }

    /** Tells the present receivers from now on. */
    void begin(Instant now) {
        Board.Lead lead = board.lead(now);
        Receivers receivers = lead.receivers();
        told = receivers;
        DeadLetterQueue letters = deadLetters.get();
        for (Receiver receiver : receivers.byName().values()) {
            couriers.add(new Courier(
                    receiver,
                    deliveries.of(receiver.target(), receivers.outgoing()),
                    lead,
                    journal,
                    letters,
                    state(receiver.name()),
                    backoff,
                    clock));
        }
        known.forEach((name, state) -> {
            if (receivers.receiver(name) == null) {
                state.gone();
            }
        });
        log.info(
                "This gateway tells the receivers of alerts: {}",
                String.join(", ", receivers.byName().keySet()));
    }

    /** Whether there are other receivers by now than those that are told. */
    boolean areOutdated() {
        return board.isLeading() && !board.receivers().equals(told);
    }

    /** Takes what the receivers are to be told now. Never waits. */
    void fill(Instant now) {
        couriers.forEach(courier -> courier.fill(now));
    }

    /** What is on its way arrives and is noted within seconds, or comes again under the same key. */
    void end() {
        Courier.closeAll(couriers);
        couriers.clear();
        board.follow();
    }
}
