package io.fieldgate.route.trial;

import io.fieldgate.message.Failure;
import io.fieldgate.route.EndpointName;
import io.fieldgate.route.trial.DryRun.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.StreamCache;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Keeps what a message has become after each step of its route. */
final class Steps implements InterceptStrategy {
    private static final Pattern NOISE = Pattern.compile("\\b([a-z0-9]+\\.)+(?=[A-Z])|@[0-9a-f]{5,}(?=])");
    private static final int MOST_BODY = 2_000;

    /** Marks a message that is in the route; parts of it inherit the mark. */
    private static final String ENTERED = "fieldgate.trial.entered";

    private final List<Step> seen = new ArrayList<>();
    private @Nullable String body;
    private Map<String, String> headers = Map.of();

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        boolean around = definition instanceof ProcessorDefinition<?> processor
                && !processor.getOutputs().isEmpty();
        // A template's step is written with its parameters, its endpoint has their values.
        String label = target instanceof EndpointAware aware && aware.getEndpoint() != null
                ? definition.getShortName() + "["
                        + EndpointName.of(aware.getEndpoint().getEndpointBaseUri()) + "]"
                : NOISE.matcher(definition.getLabel()).replaceAll("");
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                enter(exchange);
                if (around) {
                    // What is inside it says the rest; nothing is inside when the message does not go in.
                    title(definition, label);
                    return super.process(exchange, callback);
                }
                return super.process(exchange, done -> {
                    after(definition, label, exchange);
                    callback.done(done);
                });
            }
        };
    }

    private synchronized void title(NamedNode step, String label) {
        seen.add(new Step(depth(step), step.getId(), label, null, Map.of(), List.of(), null));
    }

    private synchronized void after(NamedNode step, String label, Exchange exchange) {
        String nowBody = body(exchange);
        Map<String, String> nowHeaders = Outputs.headers(exchange.getMessage());
        Map<String, String> changed = new LinkedHashMap<>(nowHeaders);
        changed.entrySet().removeIf(header -> header.getValue().equals(headers.get(header.getKey())));
        Throwable failure = exchange.getException();
        Failure told = failure == null ? null : Failure.in(failure);
        seen.add(new Step(
                depth(step),
                step.getId(),
                label,
                Objects.equals(body, nowBody) ? null : nowBody,
                changed,
                headers.keySet().stream()
                        .filter(name -> !nowHeaders.containsKey(name))
                        .toList(),
                failure == null ? null : told == null ? Mistake.root(failure) : String.valueOf(told.getMessage())));
        body = nowBody;
        headers = nowHeaders;
    }

    private static int depth(NamedNode step) {
        return Math.max(0, step.getLevel() - 1);
    }

    /** Before the first step of a message: all of it. */
    private synchronized void enter(Exchange exchange) {
        if (exchange.getProperty(ENTERED) == null) {
            exchange.setProperty(ENTERED, true);
            body = body(exchange);
            headers = Outputs.headers(exchange.getMessage());
            String from = EndpointName.of(exchange.getFromEndpoint().getEndpointBaseUri());
            seen.add(new Step(0, "from", from, body, headers, List.of(), null));
        }
    }

    private static String body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        byte[] read = body instanceof byte[] || body instanceof StreamCache ? Outputs.body(exchange) : null;
        String text = read == null ? String.valueOf(body) : Output.text(read);
        String type = body == null || read != null || body instanceof String
                ? ""
                : body.getClass().getSimpleName() + " ";
        return type + (text.length() > MOST_BODY ? text.substring(0, MOST_BODY) + "..." : text);
    }

    synchronized List<Step> seen() {
        return List.copyOf(seen);
    }
}
