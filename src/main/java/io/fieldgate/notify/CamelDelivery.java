package io.fieldgate.notify;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.RecordHeaders;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** Tells of each alert by a Camel endpoint that returns when its message is stored. */
final class CamelDelivery implements Delivery {
    private final Supplier<@Nullable CamelContext> camel;
    private final String uri;
    private @Nullable ProducerTemplate template;

    CamelDelivery(Supplier<@Nullable CamelContext> camel, String uri) {
        this.camel = camel;
        this.uri = uri;
    }

    @Override
    public void deliver(Notice notice) throws NotDelivered {
        CamelContext context = camel.get();
        if (context == null || !context.isStarted()) {
            throw NotDelivered.yet("The gateway has not started its routes yet.", null);
        }
        ProducerTemplate open = template(context);
        for (Alert alert : notice.alerts()) {
            Exchange exchange;
            try {
                exchange = open.send(uri, sent -> {
                    sent.getMessage().setBody(Bodies.single(alert));
                    sent.getMessage().setHeader(RecordHeaders.DEVICE, alert.key());
                    sent.getMessage().setHeader("rule", alert.rule());
                    sent.getMessage().setHeader("severity", alert.severity());
                    sent.getMessage().setHeader(RecordHeaders.CONTENT_TYPE, "application/json");
                });
            } catch (CamelExecutionException failed) {
                throw sorted(failed);
            }
            if (exchange.getException() != null) {
                throw sorted(exchange.getException());
            }
        }
    }

    private static NotDelivered sorted(Exception thrown) {
        Failure failure = Failure.in(thrown);
        String message = String.valueOf(failure == null ? thrown.getMessage() : failure.getMessage());
        return FailureKind.of(thrown) == FailureKind.RECORD
                ? NotDelivered.ever(message, thrown)
                : NotDelivered.yet(message, thrown);
    }

    private synchronized ProducerTemplate template(CamelContext context) {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        return template;
    }

    @Override
    public synchronized void close() {
        if (template != null) {
            template.stop();
            template = null;
        }
    }
}
