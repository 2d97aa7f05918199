package io.fieldgate.route.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What routes must not share, and where they meet. */
final class TogetherCheck {
    private final Findings findings;
    private final Map<String, Place> ids = new HashMap<>();
    private final Map<String, Place> clientIds = new HashMap<>();
    private final Map<String, Place> listeners = new HashMap<>();

    TogetherCheck(Findings findings) {
        this.findings = findings;
    }

    /** What these routes share and must not. */
    void apart(List<Route> routes) {
        for (Route route : routes) {
            Value id = route.id();
            boolean first = id == null
                    || id.isVariable()
                    || once(ids, id.text(), id.place(), Code.FG311, "the route id '" + id.text() + "'");
            if (first) {
                route.endpoints().forEach(endpoint -> own(route, endpoint));
            }
        }
    }

    /**
     * Whether somebody listens where these routes send to within the gateway.
     *
     * @param elsewhere where routes listen that are not looked at
     */
    void meet(List<Route> routes, Set<String> elsewhere) {
        Set<String> known = new HashSet<>(elsewhere);
        known.addAll(listeners.keySet());
        for (Route route : routes) {
            for (Endpoint endpoint : route.endpoints()) {
                String name = endpoint.path().text();
                boolean asks = !endpoint.end().isSource() && endpoint.is("direct");
                if (asks && !endpoint.path().isVariable() && !name.contains("${") && !known.contains(name)) {
                    findings.add(
                            Code.FG314,
                            endpoint.path().place(),
                            "no route begins with direct:" + name + ", " + Suggestion.of(name, known));
                }
            }
        }
    }

    /** Where routes begin within a gateway. */
    static Set<String> listeners(List<Route> routes) {
        Set<String> names = new HashSet<>();
        for (Route route : routes) {
            Endpoint source = route.source();
            if (source != null && source.is("direct")) {
                names.add(source.path().text());
            }
        }
        return names;
    }

    private void own(Route route, Endpoint endpoint) {
        Value clientId = endpoint.option("clientId");
        if (endpoint.is("paho-mqtt5") && clientId != null) {
            clientId(clientId.text(), clientId.place());
        } else if (endpoint.is("mqtt") && endpoint.end().isSource() && route.id() != null) {
            // As the source makes it; sinks share a connection of their own.
            String id = (clientId == null ? "fieldgate" : clientId.text()) + "-"
                    + route.id().text();
            Place place = clientId == null ? route.id().place() : clientId.place();
            clientId(id, place);
            for (int i = 1; i < consumers(endpoint); i++) {
                clientId(id + "-" + i, place);
            }
        }
        if (endpoint.end().isSource()
                && endpoint.is("direct")
                && !endpoint.path().isVariable()) {
            String name = endpoint.path().text();
            once(listeners, name, endpoint.path().place(), Code.FG315, "a route that begins with direct:" + name);
        }
    }

    private void clientId(String id, Place place) {
        if (!id.contains("{{")) {
            once(clientIds, id, place, Code.FG313, "the MQTT client id '" + id + "'");
        }
    }

    private static int consumers(Endpoint endpoint) {
        Value consumers = endpoint.option("consumers");
        return consumers != null && consumers.text().matches("\\d{1,3}") ? Integer.parseInt(consumers.text()) : 1;
    }

    /** Whether it does. */
    private boolean once(Map<String, Place> seen, String name, Place place, Code code, String what) {
        Place earlier = seen.putIfAbsent(name, place);
        if (earlier != null && !earlier.equals(place)) {
            findings.add(
                    code,
                    place,
                    what + " stands already in " + earlier.source().name() + ":" + earlier.shownLine()
                            + consequence(code));
            return false;
        }
        return true;
    }

    private static String consequence(Code code) {
        return switch (code) {
            case FG313 -> ", the two would take the session from each other without end";
            default -> ", once is allowed";
        };
    }
}
