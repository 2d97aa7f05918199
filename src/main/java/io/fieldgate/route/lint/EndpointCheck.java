package io.fieldgate.route.lint;

import io.fieldgate.route.lint.Catalogue.Component;
import io.fieldgate.route.lint.Endpoint.End;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares endpoints with the catalogue: the component, its options and their values, at the right end of a route. */
final class EndpointCheck {
    /** What the stock sources and sinks lose, and what does not. */
    private static final Map<String, String> LOSSY = Map.of(
            "source paho-mqtt5",
            "acknowledges a message whether or not the route has stored it, and is dead after some reconnects; mqtt: does neither",
            "source platform-http",
            "answers from eight threads with an unbounded queue, and lets clients set Kafka headers; ingest: does neither",
            "source file",
            "begins a file anew after a crash, and keeps no place within it; intake: goes on where it was",
            "source kafka",
            "skips records when polling fails, and loses failed batches; topic: commits only what has succeeded",
            "sink kafka",
            "takes bytes for text, and gives up a record after two minutes; topic: does neither");
    /** Ours for those that this gateway does not even have. */
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("platform-http", "ingest"),
            Map.entry("jetty", "ingest"),
            Map.entry("netty-http", "ingest"),
            Map.entry("undertow", "ingest"),
            Map.entry("paho", "mqtt"),
            Map.entry("jdbc", "database"),
            Map.entry("sql", "database"),
            Map.entry("stream", "intake"),
            Map.entry("spring-rabbitmq", "rabbitmq"),
            Map.entry("spring-redis", "redis"),
            Map.entry("jms", "broker"),
            Map.entry("activemq", "broker"),
            Map.entry("activemq6", "broker"),
            Map.entry("amqp", "broker"),
            Map.entry("http", "webhook"),
            Map.entry("https", "webhook"));

    /** The catalogue gives it to sources, every endpoint takes it. */
    private static final String AT_BOTH_ENDS = "exchangePattern";

    private final Catalogue catalogue;
    private final Findings findings;
    private final PathCheck paths;

    EndpointCheck(Catalogue catalogue, Known known, Findings findings) {
        this.catalogue = catalogue;
        this.findings = findings;
        this.paths = new PathCheck(known, findings);
    }

    void check(Endpoint endpoint) {
        String scheme = endpoint.scheme().text();
        Component component = catalogue.component(scheme);
        if (component == null) {
            findings.add(
                    Code.FG201,
                    endpoint.scheme().place(),
                    "this gateway has no component '" + scheme + "', " + instead(scheme));
            return;
        }
        String lossy = LOSSY.get(endpoint.end() + " " + scheme);
        if (lossy != null) {
            findings.add(Code.FG208, endpoint.scheme().place(), scheme + ": as a " + endpoint.end() + " " + lossy);
        }
        boolean fits = endpoint.end().isSource() ? component.source() : component.sink();
        if (!fits) {
            findings.add(
                    Code.FG205,
                    endpoint.scheme().place(),
                    scheme + ": is no " + endpoint.end() + ", it can only be a "
                            + (endpoint.end().isSource() ? End.SINK : End.SOURCE));
            return;
        }
        options(endpoint, component);
        path(endpoint, component);
    }

    private String instead(String scheme) {
        String ours = INSTEAD.get(scheme);
        String meant = ours == null ? Suggestion.meant(scheme, catalogue.schemes()) : null;
        if (ours != null) {
            return "use '" + ours + "'";
        }
        return meant == null ? "its jar is not on the class path" : "did you mean '" + meant + "'?";
    }

    private void options(Endpoint endpoint, Component component) {
        Set<String> seen = new HashSet<>();
        for (Endpoint.Option written : endpoint.options()) {
            Value name = written.name();
            Catalogue.Option option = component.option(name.text());
            if (!seen.add(name.text())) {
                findings.add(
                        Code.FG207,
                        name.place(),
                        endpoint.scheme().text() + ": the option '" + name.text() + "' stands twice, once is allowed");
            }
            if (option == null) {
                unknown(endpoint, component, name);
            } else if (isForTheOtherEnd(option, endpoint.end()) && !name.text().equals(AT_BOTH_ENDS)) {
                findings.add(
                        Code.FG205,
                        name.place(),
                        endpoint.scheme().text() + ": '" + name.text() + "' is an option of a "
                                + (endpoint.end().isSource() ? End.SINK : End.SOURCE) + ", this is a "
                                + endpoint.end());
            } else if (!option.secret()) {
                value(endpoint, written, option);
            }
        }
        component.options().forEach((name, option) -> {
            if (option.required() && !option.path() && endpoint.option(name) == null) {
                findings.add(
                        Code.FG204,
                        endpoint.scheme().place(),
                        endpoint.scheme().text() + ": lacks the option '" + name + "'");
            }
        });
    }

    private void unknown(Endpoint endpoint, Component component, Value name) {
        if (component.lenient() || name.isVariable()) {
            return;
        }
        Set<String> allowed = new HashSet<>();
        component.options().forEach((known, option) -> {
            boolean common = !option.group().contains("advanced") && !option.path();
            if (common && !isForTheOtherEnd(option, endpoint.end())) {
                allowed.add(known);
            }
        });
        findings.add(
                Code.FG202,
                name.place(),
                endpoint.scheme().text() + ": has no option '" + name.text() + "', "
                        + Suggestion.of(name.text(), allowed));
    }

    private static boolean isForTheOtherEnd(Catalogue.Option option, End end) {
        return option.group().startsWith(end.isSource() ? "producer" : "consumer");
    }

    private void value(Endpoint endpoint, Endpoint.Option written, Catalogue.Option option) {
        String text = written.value().text();
        String complaint = ScalarType.complaint(option.type(), option.values(), text);
        if (complaint != null) {
            findings.add(
                    Code.FG203,
                    written.value().place(),
                    endpoint.scheme().text() + ": '" + written.name().text() + "' is '" + text + "', " + complaint);
        }
    }

    private void path(Endpoint endpoint, Component component) {
        boolean given = !endpoint.path().text().isEmpty()
                || endpoint.options().stream().anyMatch(option -> isPath(component, option));
        if (component.pathRequired() && !given) {
            findings.add(
                    Code.FG204,
                    endpoint.scheme().place(),
                    endpoint.scheme().text() + ": needs something behind the colon, as in " + example(endpoint));
        } else if (endpoint.end() != End.DYNAMIC_SINK || !endpoint.path().text().contains("${")) {
            paths.check(endpoint);
        }
    }

    private static boolean isPath(Component component, Endpoint.Option written) {
        Catalogue.Option option = component.option(written.name().text());
        return option != null && option.path();
    }

    private static String example(Endpoint endpoint) {
        return switch (endpoint.scheme().text()) {
            case "mqtt" -> "mqtt:plant/{device}/telemetry";
            case "ingest" -> "ingest:/v1/telemetry/{device}";
            case "intake" -> "intake:drop/{device}.csv";
            case "webhook" -> "webhook:shop";
            case "broker" -> "broker:queue:readings";
            case "redis" -> "redis:stream:readings";
            case "zeromq" -> "zeromq:pull:readings";
            case "database", "jafka", "lake", "topic" -> endpoint.scheme().text() + ":telemetry";
            default -> endpoint.scheme().text() + ":name";
        };
    }
}
