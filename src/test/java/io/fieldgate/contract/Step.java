package io.fieldgate.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;

/** What stands at the end of the route in the place of Kafka: it takes, refuses or holds what comes. Any thread. */
final class Step extends AsyncProcessorSupport {
    /** What it does with an item. */
    interface Will {
        /**
         * Decides at once.
         *
         * @param delivery of this item, from 1
         */
        Fate decide(Item item, int delivery);
    }

    /** What becomes of a delivery. */
    record Fate(@Nullable Throwable refusal, boolean held) {
        static final Fate TAKEN = new Fate(null, false);
        static final Fate HELD = new Fate(null, true);

        static Fate refused(Throwable why) {
            return new Fate(why, false);
        }
    }

    private final Map<Item, Integer> deliveries = new LinkedHashMap<>();
    private final Map<Item, Runnable> held = new LinkedHashMap<>();
    private final List<Item> entered = new CopyOnWriteArrayList<>();
    private final List<Item> taken = new CopyOnWriteArrayList<>();
    private volatile Will will;

    Step(Will will) {
        this.will = will;
    }

    /** From now on. */
    void changeTo(Will other) {
        will = other;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Item item = Item.read(new String(exchange.getIn().getBody(byte[].class), StandardCharsets.UTF_8));
        Fate fate;
        synchronized (this) {
            entered.add(item);
            fate = will.decide(item, deliveries.merge(item, 1, Integer::sum));
            if (fate.held()) {
                held.put(item, () -> {
                    taken.add(item);
                    callback.done(false);
                });
                return false;
            }
        }
        if (fate.refusal() == null) {
            taken.add(item);
        } else {
            exchange.setException(fate.refusal());
        }
        callback.done(true);
        return true;
    }

    /** Takes what is held of these. */
    void release(List<Item> items) {
        List<Runnable> ends = new ArrayList<>();
        synchronized (this) {
            for (Item item : items) {
                Runnable end = held.remove(item);
                if (end != null) {
                    ends.add(end);
                }
            }
        }
        ends.forEach(Runnable::run);
    }

    /** Takes all that is held. */
    void releaseAll() {
        release(held());
    }

    /** In the order in which they came. */
    synchronized List<Item> held() {
        return List.copyOf(held.keySet());
    }

    /** Every delivery. */
    List<Item> entered() {
        return List.copyOf(entered);
    }

    /** What was taken, in this order, as often as it was. */
    List<Item> taken() {
        return List.copyOf(taken);
    }
}
