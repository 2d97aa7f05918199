package io.fieldgate.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which route takes which path. */
final class Paths {
    private volatile List<IngestConsumer> consumers = List.of();

    /** @param captured what the captures of the template hold */
    record Match(IngestConsumer consumer, List<String> captured) {}

    /** @throws IllegalStateException when another route takes some of the same paths */
    synchronized void add(IngestConsumer consumer) {
        List<IngestConsumer> all = new ArrayList<>(consumers);
        all.remove(consumer);
        for (IngestConsumer other : all) {
            if (other.template().overlaps(consumer.template())) {
                throw new IllegalStateException("ingest:" + consumer.template() + " takes paths that route "
                        + other.getRouteId() + " takes with ingest:" + other.template()
                        + ", allowed is one route for each path");
            }
        }
        all.add(consumer);
        consumers = List.copyOf(all);
    }

    synchronized void remove(IngestConsumer consumer) {
        List<IngestConsumer> left = new ArrayList<>(consumers);
        left.remove(consumer);
        consumers = List.copyOf(left);
    }

    @Nullable
    Match find(RequestPath path) {
        for (IngestConsumer consumer : consumers) {
            List<String> captured = consumer.template().match(path.levels());
            if (captured != null) {
                return new Match(consumer, captured);
            }
        }
        return null;
    }

    List<IngestConsumer> all() {
        return consumers;
    }
}
