package io.fieldgate.embedded;

import io.fieldgate.route.EndpointName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.jspecify.annotations.Nullable;

/** The routes as a table: each with where its messages come from, and where it sends them at last. */
final class RouteTable {
    static final List<String> HEADINGS = List.of("ROUTE", "FROM", "TO");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");

    private RouteTable() {}

    static List<List<String>> rows(CamelContext camel) {
        return camel.getRoutes().stream()
                .map(route -> List.of(
                        route.getRouteId(),
                        EndpointName.of(route.getEndpoint().getEndpointBaseUri()),
                        String.join(", ", targets(camel, route))))
                .toList();
    }

    private static Set<String> targets(CamelContext camel, Route route) {
        Set<String> targets = new LinkedHashSet<>();
        RouteDefinition definition =
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(route.getRouteId());
        if (definition != null) {
            List<String> uris = new ArrayList<>();
            collectLast(definition.getOutputs(), uris);
            for (String uri : uris) {
                String base = expanded(uri, definition.getTemplateParameters()).split("\\?", 2)[0];
                targets.add(EndpointName.of(camel.resolvePropertyPlaceholders(base)));
            }
        }
        return targets;
    }

    /** The endpoints of the last step that has some; true when there is one. */
    private static boolean collectLast(List<ProcessorDefinition<?>> steps, List<String> uris) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (collect(steps.get(i), uris)) {
                return true;
            }
        }
        return false;
    }

    private static boolean collect(ProcessorDefinition<?> step, List<String> uris) {
        if (step instanceof SendDefinition<?> to) {
            return uris.add(to.getUri());
        }
        if (step instanceof ToDynamicDefinition to) {
            return uris.add(to.getUri());
        }
        int before = uris.size();
        if (step instanceof ChoiceDefinition choice) {
            choice.getWhenClauses().forEach(branch -> collectLast(branch.getOutputs(), uris));
            if (choice.getOtherwise() != null) {
                collectLast(choice.getOtherwise().getOutputs(), uris);
            }
        } else if (step instanceof MulticastDefinition) {
            step.getOutputs().forEach(receiver -> collect(receiver, uris));
        } else {
            collectLast(step.getOutputs(), uris);
        }
        return uris.size() > before;
    }

    /** A route made of a template still has its parameters' names in the steps. */
    private static String expanded(String uri, @Nullable Map<String, Object> parameters) {
        if (parameters == null) {
            return uri;
        }
        return PLACEHOLDER.matcher(uri).replaceAll(found -> Matcher.quoteReplacement(value(found, parameters)));
    }

    private static String value(MatchResult found, Map<String, Object> parameters) {
        Object value = parameters.get(found.group(1));
        return value == null ? found.group() : value.toString();
    }
}
