package io.fieldgate.file;

import io.fieldgate.message.Batch;
import io.fieldgate.message.Failure;
import java.util.List;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Records that go through a {@link StraightRoute} in one exchange, which would otherwise cost more than the records. */
final class Convoy implements AsyncCallback {
    private final List<Passage> passages;
    private @Nullable Exchange exchange;

    /** @param passages in their order; the list is not changed any more */
    Convoy(List<Passage> passages) {
        this.passages = passages;
    }

    /** Goes into the route. */
    void enter(Lane.Route route) {
        passages.forEach(Passage::begin);
        Exchange entering = route.newExchange();
        exchange = entering;
        entering.getIn().setBody(new Batch(passages));
        route.processor().process(entering, this);
    }

    /** Any thread. Whoever was not told what became of it never reached the sink. */
    @Override
    public void done(boolean doneSync) {
        Throwable thrown = Objects.requireNonNull(exchange).getException();
        exchange = null;
        for (Passage passage : passages) {
            if (passage.state() == Passage.State.INSIDE) {
                passage.failed(
                        thrown != null ? thrown : Failure.temporary("The route has ended without an answer.", null));
            }
        }
    }
}
