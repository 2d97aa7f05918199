package io.fieldgate.bridge;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultComponent;

/** A neighbour of a test's own, of which only the connections are still to be made. */
abstract class NearEndpoint extends BridgeEndpoint {
    NearEndpoint(String uri, DefaultComponent component) {
        super(uri, component);
    }

    @Override
    protected String transport() {
        return "near";
    }

    @Override
    protected String address() {
        return "near://here";
    }

    @Override
    protected String place() {
        return "near:queue";
    }

    @Override
    protected String destination(Exchange exchange) {
        return "queue";
    }
}
