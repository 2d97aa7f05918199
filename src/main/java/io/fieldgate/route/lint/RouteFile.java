package io.fieldgate.route.lint;

import io.fieldgate.route.lint.RouteTemplate.Given;
import io.fieldgate.route.lint.RouteTemplate.Parameter;
import io.fieldgate.route.lint.RouteTemplate.Templated;
import io.fieldgate.yaml.YamlFile;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The routes of a file.
 *
 * @param routes those that stand there as such, and what belongs to no route, like an error handler
 * @param beans the properties of beans, by name
 */
record RouteFile(
        SourceText source,
        List<Route> routes,
        List<RouteTemplate> templates,
        List<Templated> templated,
        List<Endpoint.Option> beans) {
    static RouteFile read(SourceText source, Node root) {
        ValueReader values = new ValueReader(source, Parameters.none());
        RouteFile file =
                new RouteFile(source, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Node element : YamlNodes.elements(root)) {
            for (NodeTuple tuple : YamlNodes.entries(element)) {
                file.add(YamlNodes.key(tuple), tuple, element, values);
            }
        }
        return file;
    }

    private void add(String key, NodeTuple tuple, Node element, ValueReader values) {
        Node body = tuple.getValueNode();
        Place place = Place.of(source, tuple.getKeyNode());
        switch (key) {
            case "routeTemplate" -> template(body, values);
            case "templatedRoute" -> templated(body, place, values);
            case "beans" -> beans(body, values);
            default -> {
                ScalarNode id = YamlNodes.scalar(body, "id");
                routes.add(new RouteReader(values).route(element, id == null ? null : values.raw(id), place));
            }
        }
    }

    private void template(Node body, ValueReader values) {
        ScalarNode id = YamlNodes.scalar(body, "id");
        if (id == null) {
            return;
        }
        List<Parameter> parameters = new ArrayList<>();
        for (Node node : YamlNodes.elements(YamlFile.child(body, "parameters"))) {
            ScalarNode name = YamlNodes.scalar(node, "name");
            ScalarNode required = YamlNodes.scalar(node, "required");
            ScalarNode defaultValue = YamlNodes.scalar(node, "defaultValue");
            if (name != null) {
                parameters.add(new Parameter(
                        values.raw(name),
                        required != null && required.getValue().equals("false"),
                        defaultValue == null ? null : values.raw(defaultValue)));
            }
        }
        templates.add(new RouteTemplate(values.raw(id), List.copyOf(parameters), body, source));
    }

    private void templated(Node body, Place place, ValueReader values) {
        ScalarNode template = YamlNodes.scalar(body, "routeTemplateRef");
        Node parameters = YamlFile.child(body, "parameters");
        if (template == null || parameters instanceof MappingNode) {
            // Said by the schema; what stands there is anybody's guess.
            return;
        }
        List<Given> given = new ArrayList<>();
        for (Node node : YamlNodes.elements(parameters)) {
            ScalarNode name = YamlNodes.scalar(node, "name");
            if (name != null && YamlFile.child(node, "value") instanceof ScalarNode value) {
                given.add(new Given(values.raw(name), values.raw(value)));
            }
        }
        ScalarNode routeId = YamlNodes.scalar(body, "routeId");
        templated.add(new Templated(
                values.raw(template), routeId == null ? null : values.raw(routeId), List.copyOf(given), place));
    }

    private void beans(Node body, ValueReader values) {
        for (Node bean : YamlNodes.elements(body)) {
            for (NodeTuple property : YamlNodes.entries(YamlFile.child(bean, "properties"))) {
                if (property.getKeyNode() instanceof ScalarNode name
                        && property.getValueNode() instanceof ScalarNode value) {
                    beans.add(new Endpoint.Option(values.raw(name), values.raw(value)));
                }
            }
        }
    }
}
