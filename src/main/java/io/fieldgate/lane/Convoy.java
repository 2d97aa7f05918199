package io.fieldgate.lane;

import io.fieldgate.message.Batch;
import io.fieldgate.message.Failure;
import java.util.List;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Messages that go through a {@link StraightRoute} in one exchange, which would otherwise cost more than the messages. */
final class Convoy implements AsyncCallback {
    private final List<Passage> passages;
    private final Batch batch;
    private @Nullable Exchange exchange;

    /** @param passages in their order; the list is not changed any more */
    Convoy(List<Passage> passages) {
        this.passages = passages;
        this.batch = new Batch(passages);
    }

    /** Goes into the route. */
    void enter(Lane.Route route) {
        passages.forEach(Passage::begin);
        Exchange entering = route.newExchange();
        exchange = entering;
        entering.getIn().setBody(batch);
        route.processor().process(entering, this);
    }

    /** Any thread. Whoever came to the sink was told what became of it, and may be on its way again already. */
    @Override
    public void done(boolean doneSync) {
        Throwable thrown = Objects.requireNonNull(exchange).getException();
        exchange = null;
        if (!batch.isTaken()) {
            Throwable cause =
                    thrown != null ? thrown : Failure.temporary("The route has ended without an answer.", null);
            passages.forEach(passage -> passage.failed(cause));
        }
    }
}
