package io.fieldgate.bridge;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.RecordHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of neighbours to whom nobody connects: endpoints refuse what they always refuse, messages come from the test, and those that
 * would be given to a neighbour are told. One thread at a time.
 */
public final class BridgeTrial {
    private static final Pattern NAME = Pattern.compile("\\{([^{}]+)}");

    private BridgeTrial() {}

    /**
     * A message that a neighbour would have been given.
     *
     * @param to the endpoint without its options, with its names filled in
     * @param headers all that the route has left, and what the option with the address has become
     */
    public record Sent(String to, Map<String, Object> headers, byte[] body) {}

    /**
     * What is to be registered for the endpoints of a Camel context.
     *
     * @param property what the configuration says; null: nothing
     * @param sent is told of each message
     */
    public static EndpointStrategy endpoints(Function<String, @Nullable String> property, Consumer<Sent> sent) {
        return (uri, endpoint) -> {
            if (endpoint instanceof ServerEndpoint server && server.getUrl() == null) {
                // What a source takes depends on how the server speaks.
                String url = property.apply("fieldgate." + server.transport() + ".url");
                if (url != null) {
                    server.setUrl(url);
                }
            }
            if (endpoint instanceof BridgeEndpoint bridge) {
                bridge.giveBy(giving -> new TrialProducer(giving, sent));
            }
            return endpoint;
        };
    }

    /** Whether routes can take messages from it as {@link #receive} does. */
    public static boolean isSource(Endpoint endpoint) {
        return endpoint instanceof BridgeEndpoint;
    }

    /**
     * A message as the source of a route takes it.
     *
     * @param source of the route
     * @param headers those that the source makes of what it reads
     * @param at when it is received, in milliseconds since 1970
     */
    public static Message receive(Endpoint source, byte[] body, Map<String, String> headers, long at) {
        BridgeEndpoint endpoint = (BridgeEndpoint) source;
        Map<String, Object> all = new LinkedHashMap<>(headers);
        all.put(RecordHeaders.RECEIVED_AT, at);
        all.put(RecordHeaders.SOURCE, endpoint.transport());
        return new Message(endpoint.place(), body, all, at);
    }

    /** A message that was received. */
    public static final class Message {
        private final String place;
        private final byte[] body;
        private final Map<String, Object> headers;
        private final long at;

        private Message(String place, byte[] body, Map<String, Object> headers, long at) {
            this.place = place;
            this.body = body;
            this.headers = headers;
            this.at = at;
        }

        /** Makes it the message of an exchange. */
        public void fill(Exchange exchange) {
            exchange.getIn().setBody(body);
            exchange.getIn().getHeaders().putAll(headers);
        }

        /** What becomes of it when it can never succeed. */
        public DeadLetter deadLetter(String route, Throwable cause) {
            return DeadLetter.received(route, body, headers, at, place, cause, 1);
        }
    }

    private static final class TrialProducer extends DefaultProducer {
        private final BridgeEndpoint endpoint;
        private final Consumer<Sent> sent;

        TrialProducer(BridgeEndpoint endpoint, Consumer<Sent> sent) {
            super(endpoint);
            this.endpoint = endpoint;
            this.sent = sent;
        }

        @Override
        public void process(Exchange exchange) {
            String destination = endpoint.destination(exchange);
            Map<String, Object> headers =
                    new LinkedHashMap<>(exchange.getMessage().getHeaders());
            String to = NAME.matcher(endpoint.place())
                    .replaceAll(name -> Matcher.quoteReplacement(
                            String.valueOf(exchange.getMessage().getHeader(name.group(1)))));
            String told = endpoint.destinationHeader();
            if (told != null) {
                headers.put(told, destination);
            }
            sent.accept(new Sent(to, headers, BridgeProducer.body(exchange.getMessage())));
        }
    }
}
