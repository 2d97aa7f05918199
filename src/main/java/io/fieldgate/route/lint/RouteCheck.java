package io.fieldgate.route.lint;

import io.fieldgate.route.lint.RouteTemplate.Given;
import io.fieldgate.route.lint.RouteTemplate.Parameter;
import io.fieldgate.route.lint.RouteTemplate.Templated;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The routes of a file one by one: their templates, endpoints and expressions. */
final class RouteCheck {
    private final Map<String, RouteTemplate> templates;
    private final EndpointCheck endpoints;
    private final SafetyCheck safety;
    private final OffsetsCheck offsets;
    private final ExpressionCheck expressions;
    private final Findings findings;

    /** @param templates by name, all that routes may use */
    RouteCheck(
            Map<String, RouteTemplate> templates,
            Catalogue catalogue,
            Known known,
            ExpressionCheck expressions,
            Findings findings) {
        this.templates = templates;
        this.endpoints = new EndpointCheck(catalogue, known, findings);
        this.safety = new SafetyCheck(catalogue, findings);
        this.offsets = new OffsetsCheck(findings);
        this.expressions = expressions;
        this.findings = findings;
    }

    /**
     * Checks a file.
     *
     * @return its routes, those from templates too
     */
    List<Route> check(RouteFile file) {
        List<Route> routes = new ArrayList<>(file.routes());
        for (Templated templated : file.templated()) {
            RouteTemplate template = parameters(templated);
            if (template != null) {
                routes.add(template.instantiate(templated));
            }
        }
        for (RouteTemplate template : file.templates()) {
            placeholders(template);
            // By itself too: a mistake must not wait for the first route that is made of it.
            route(new RouteReader(new ValueReader(file.source(), Parameters.none()))
                    .route(template.body(), template.id(), template.id().place()));
        }
        routes.forEach(this::route);
        routes.forEach(this::id);
        safety.settings(file.beans());
        return routes;
    }

    private void route(Route route) {
        route.endpoints().forEach(endpoints::check);
        safety.check(route);
        offsets.check(route);
        expressions.check(route);
    }

    /** What sessions and offsets are kept under must not be a number that changes with the next route. */
    private void id(Route route) {
        Endpoint source = route.source();
        if (source != null && route.id() == null && (source.is("mqtt") || source.is("topic") || source.is("intake"))) {
            findings.add(
                    Code.FG312,
                    route.place(),
                    "the route has no id, after which "
                            + (source.is("mqtt")
                                    ? "its session at the MQTT broker"
                                    : source.is("topic") ? "its consumer group" : "its checkpoint")
                            + " is named; Camel numbers such routes, and a number changes when a route is added before it");
        }
    }

    /** Null when there is no such template. */
    private @Nullable RouteTemplate parameters(Templated templated) {
        String name = templated.template().text();
        RouteTemplate template = templates.get(name);
        if (template == null) {
            findings.add(
                    Code.FG301,
                    templated.template().place(),
                    "there is no template '" + name + "', " + Suggestion.of(name, templates.keySet()));
            return null;
        }
        Set<String> given = new HashSet<>();
        for (Given parameter : templated.given()) {
            String word = parameter.name().text();
            if (!given.add(word)) {
                findings.add(
                        Code.FG304,
                        parameter.name().place(),
                        "the parameter '" + word + "' stands twice, once is allowed");
            } else if (!template.parameterNames().contains(word)) {
                findings.add(
                        Code.FG302,
                        parameter.name().place(),
                        "the template '" + name + "' has no parameter '" + word + "', "
                                + Suggestion.of(word, template.parameterNames()));
            }
        }
        for (Parameter parameter : template.parameters()) {
            if (parameter.isRequired() && !given.contains(parameter.name().text())) {
                findings.add(
                        Code.FG303,
                        templated.template().place(),
                        "the template '" + name + "' needs the parameter '"
                                + parameter.name().text() + "'");
            }
        }
        return template;
    }

    private void placeholders(RouteTemplate template) {
        Set<String> used = new HashSet<>();
        collect(template, used);
        for (Parameter parameter : template.parameters()) {
            if (!used.contains(parameter.name().text())) {
                findings.add(
                        Code.FG306,
                        parameter.name().place(),
                        "the parameter '" + parameter.name().text() + "' is not used in the template");
            }
        }
    }

    private void collect(RouteTemplate template, Set<String> used) {
        TextVisitor.visit(template.source(), template.body(), text -> {
            Matcher placeholder = Parameters.PLACEHOLDER.matcher(text.text());
            while (placeholder.find()) {
                String name = placeholder.group(2);
                used.add(name);
                if (!template.parameterNames().contains(name)) {
                    findings.add(
                            Code.FG305,
                            text.part(placeholder.start(), placeholder.start()).place(),
                            "the template has no parameter '" + name + "', "
                                    + Suggestion.of(name, template.parameterNames()));
                }
            }
        });
    }
}
