package io.fieldgate.route.trial;

import io.fieldgate.message.Nearest;
import io.fieldgate.route.ShippedTemplates;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The route templates that the gateway brings along. */
public final class RouteTemplates {
    private static final String FOLDER = "classpath:route-templates/";

    private RouteTemplates() {}

    /** A template. */
    public record RouteTemplate(String id, String description, List<Parameter> parameters) {
        /** Those that every route of it must set. */
        public List<Parameter> required() {
            return parameters.stream().filter(Parameter::required).toList();
        }
    }

    /**
     * A parameter of a template.
     *
     * @param defaultValue null: none, which is allowed unless it is required
     */
    public record Parameter(
            String name, boolean required, @Nullable String defaultValue, String description) {}

    /** All of them, by name. */
    public static List<RouteTemplate> all() {
        return ShippedTemplates.all().stream()
                .flatMap(shipped -> templates(shipped).stream())
                .toList();
    }

    /**
     * The one of a name.
     *
     * @throws Mistake when there is none
     */
    public static RouteTemplate named(String id) {
        List<RouteTemplate> all = all();
        for (RouteTemplate template : all) {
            if (template.id().equals(id)) {
                return template;
            }
        }
        List<String> ids = all.stream().map(RouteTemplate::id).toList();
        throw new Mistake("there is no template '" + id + "', " + Nearest.orAllowed(id, ids));
    }

    /** As Camel reads them. */
    static List<Resource> resources() {
        return ShippedTemplates.all().stream()
                .map(template -> ResourceHelper.fromString(FOLDER + template.file(), template.text()))
                .toList();
    }

    private static List<RouteTemplate> templates(ShippedTemplates.Template shipped) {
        Problems problems = new Problems(shipped.file(), shipped.text());
        Node root = YamlFile.compose(shipped.file(), shipped.text(), problems);
        List<RouteTemplate> templates = new ArrayList<>();
        if (root instanceof SequenceNode entries) {
            for (Node entry : entries.getValue()) {
                Node template = new Section(entry, problems, "an entry", "routeTemplate").get("routeTemplate");
                if (template != null) {
                    templates.add(template(new Section(
                            template, problems, "a template", "id", "description", "parameters", "route", "beans")));
                }
            }
        }
        return templates;
    }

    private static RouteTemplate template(Section template) {
        return new RouteTemplate(
                template.text("id", ""),
                template.text("description", ""),
                template.list("parameters").stream()
                        .map(node -> new Section(
                                node,
                                new Problems("", ""),
                                "a parameter",
                                "name",
                                "required",
                                "defaultValue",
                                "description",
                                "type"))
                        .map(parameter -> new Parameter(
                                parameter.text("name", ""),
                                // Camel's rule: required unless there is a default or it says otherwise.
                                !parameter.has("defaultValue") && !"false".equals(parameter.text("required")),
                                parameter.text("defaultValue"),
                                parameter.text("description", "")))
                        .toList());
    }
}
