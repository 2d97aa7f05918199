package io.fieldgate.http;

import io.fieldgate.message.Failure;
import io.fieldgate.message.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** One record of a batch on its way through the route. */
final class Passage implements AsyncCallback, Submission {
    /** What a sink is about to do: go on, or fail. */
    record Held(Runnable store, Consumer<Failure> callBack) {}

    /** Where a record is stored. */
    record Receipt(String topic, int partition, long offset) {}

    private final Batch batch;
    private final byte[] body;
    private @Nullable Exchange exchange;
    private volatile @Nullable Throwable failure;
    /** Guarded by the batch. */
    private boolean gathered;
    /** Guarded by the batch; mostly of one. */
    private @Nullable Held held;

    private @Nullable List<Held> more;
    private volatile @Nullable List<Receipt> receipts;

    Passage(Batch batch, byte[] body) {
        this.batch = batch;
        this.body = body;
    }

    /** @param watched whether sinks shall say that it is ready, and where it is stored */
    void enter(IngestConsumer consumer, Map<String, Object> headers, boolean watched) {
        Exchange entering = consumer.createExchange(true);
        exchange = entering;
        entering.getIn().setBody(body);
        entering.getIn().getHeaders().putAll(headers);
        if (watched) {
            entering.setProperty(PROPERTY, this);
        }
        consumer.getAsyncProcessor().process(entering, this);
    }

    @Override
    public void done(boolean doneSync) {
        Exchange left = exchange;
        exchange = null;
        failure = left == null ? null : left.getException();
        batch.finished(this);
    }

    @Override
    public void ready(Runnable store, Consumer<Failure> callBack) {
        batch.ready(this, new Held(store, callBack));
    }

    @Override
    public synchronized void stored(String topic, int partition, long offset) {
        List<Receipt> all = receipts == null ? new ArrayList<>(1) : new ArrayList<>(receipts);
        all.add(new Receipt(topic, partition, offset));
        receipts = all;
    }

    void hold(Held step) {
        if (held == null) {
            held = step;
        } else {
            if (more == null) {
                more = new ArrayList<>();
            }
            more.add(step);
        }
    }

    /** Moves what is held. */
    void release(List<Held> to) {
        if (held != null) {
            to.add(held);
            held = null;
        }
        if (more != null) {
            to.addAll(more);
            more = null;
        }
    }

    /** True the first time. */
    boolean gather() {
        boolean first = !gathered;
        gathered = true;
        return first;
    }

    /** Why it failed; null when it has not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    byte[] body() {
        return body;
    }

    List<Receipt> receipts() {
        List<Receipt> noted = receipts;
        return noted == null ? List.of() : noted;
    }
}
