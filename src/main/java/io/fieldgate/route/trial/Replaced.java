package io.fieldgate.route.trial;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * Puts something that sends nothing in the place of every Camel component but those that stay inside the process. A scheme
 * that Camel does not know stays unknown.
 */
final class Replaced implements ComponentResolver {
    private static final Set<String> INSIDE =
            Set.of("bean", "class", "dataformat", "direct", "language", "ref", "seda", "validator", "xslt");
    /** Nobody expects anything of them. */
    private static final Set<String> SILENT = Set.of("log", "mock");

    private final ComponentResolver real = new DefaultComponentResolver();
    private final BiConsumer<String, Exchange> sent;

    /** @param sent is told the endpoint, without its options, and what was sent to it */
    Replaced(BiConsumer<String, Exchange> sent) {
        this.sent = sent;
    }

    @Override
    public @Nullable Component resolveComponent(String name, CamelContext context) throws Exception {
        Component component = real.resolveComponent(name, context);
        return component == null || INSIDE.contains(name) ? component : new Stand(name);
    }

    private final class Stand extends DefaultComponent {
        private final String scheme;

        Stand(String scheme) {
            this.scheme = scheme;
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            parameters.clear();
            return new End(uri, this, scheme + ":" + remaining, SILENT.contains(scheme));
        }
    }

    private final class End extends DefaultEndpoint {
        private final String name;
        private final boolean silent;

        End(String uri, Component component, String name, boolean silent) {
            super(uri, component);
            this.name = name;
            this.silent = silent;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    if (!silent) {
                        sent.accept(name, exchange);
                    }
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            Consumer consumer = new DefaultConsumer(this, processor);
            configureConsumer(consumer);
            return consumer;
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }
    }
}
