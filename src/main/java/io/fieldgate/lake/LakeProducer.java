package io.fieldgate.lake;

import io.fieldgate.message.Failure;
import io.fieldgate.message.Progress;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * Adds a record's rows to the files that are open. Its exchange ends with that; whether the rows are stored, the position
 * says. Waits for the storage.
 */
final class LakeProducer extends DefaultProducer {
    private final LakeEndpoint endpoint;

    LakeProducer(LakeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        @Nullable Progress progress = Progress.in(exchange.getProperty(Progress.PROPERTY), exchange);
        @Nullable Long offset = exchange.getMessage().getHeader(KafkaConstants.OFFSET, Long.class);
        if (progress == null || offset == null || progress.reading().bookmark().keeper() != endpoint) {
            throw Failure.systemic(
                    "lake:" + endpoint.getTable()
                            + " stores records of a topic only, each once, and this message is none"
                            + " or is not done with this step.",
                    "Begin the route with 'from: topic:NAME' and end it with 'to: lake:" + endpoint.getTable()
                            + "', on its own level; what comes from elsewhere goes into a topic first.",
                    null);
        }
        endpoint.lake().take(exchange, progress, offset);
    }
}
