package io.fieldgate.contract;

import io.fieldgate.message.DeadLetterQueue;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** A sink that needs no more than a Camel context. */
public abstract class CamelSink implements SinkFixture {
    /** Adds its component. */
    protected abstract void install(DefaultCamelContext camel) throws Exception;

    /** Where the route ends. */
    protected abstract String uri();

    /** Puts an item into an exchange; as it stands in its body, unless the sink wants something else. */
    protected void fill(Exchange exchange, Item item) {
        exchange.getIn().setHeader("device", item.key());
        exchange.getIn().setBody(item.body().getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until nothing that is sent from now on would be lost for want of a receiver. */
    protected void awaitReceiver(Sending sending) throws Exception {}

    /** Makes it one that the other side refuses for its content. */
    protected void spoil(Exchange exchange) {
        throw new UnsupportedOperationException(name() + " refuses nothing");
    }

    @Override
    public final Sending start() throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, (DeadLetterQueue)
                letter -> CompletableFuture.completedFuture(null));
        camel.getShutdownStrategy().setTimeout(1);
        install(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:contract").routeId("contract").to(uri());
            }
        });
        camel.start();
        AsyncProducer producer = camel.getEndpoint("direct:contract").createAsyncProducer();
        producer.start();
        Sending sending = new Sending() {
            @Override
            public CompletableFuture<@Nullable Throwable> send(Item item) {
                Exchange exchange = new DefaultExchange(camel);
                fill(exchange, item);
                return process(exchange);
            }

            @Override
            public CompletableFuture<@Nullable Throwable> sendBad(Item item) {
                Exchange exchange = new DefaultExchange(camel);
                fill(exchange, item);
                spoil(exchange);
                return process(exchange);
            }

            private CompletableFuture<@Nullable Throwable> process(Exchange exchange) {
                CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
                producer.process(exchange, doneSync -> end.complete(exchange.getException()));
                return end;
            }

            @Override
            public void close() {
                camel.stop();
            }
        };
        awaitReceiver(sending);
        return sending;
    }
}
