package io.fieldgate.route.reload;

import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.Ordered;

/**
 * Once the context runs, which then takes routes one by one, and before the routes are started: whoever supervises them must
 * see them all.
 */
record FirstReading(RouteReload reload) implements ExtendedStartupListener, Ordered {
    @Override
    public void onCamelContextStarting(CamelContext camel, boolean alreadyStarted) {}

    @Override
    public void onCamelContextStarted(CamelContext camel, boolean alreadyStarted) {}

    @Override
    public void onCamelContextFullyStarted(CamelContext camel, boolean alreadyStarted) {
        reload.begin();
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }
}
