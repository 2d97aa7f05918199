package io.fieldgate.route.lint;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route template is for, as its file says.
 *
 * @param parameters in the order of the file
 */
public record TemplateDescription(String name, String description, List<Parameter> parameters) {
    /**
     * One of its parameters.
     *
     * @param defaultValue what it is when nobody gives it; null when there is none
     */
    public record Parameter(
            String name, boolean required, @Nullable String defaultValue, String description) {}

    /**
     * All that routes may use: the shipped ones, and those of a project's route files.
     *
     * @param folder where the gateway runs
     */
    public static List<TemplateDescription> all(Path folder) {
        return Project.of(folder).templates().values().stream()
                .map(TemplateDescription::of)
                .toList();
    }

    private static TemplateDescription of(RouteTemplate template) {
        List<Parameter> parameters = template.parameters().stream()
                .map(parameter -> new Parameter(
                        parameter.name().text(),
                        parameter.isRequired(),
                        parameter.defaultValue() == null
                                ? null
                                : parameter.defaultValue().text(),
                        parameter.description()))
                .toList();
        return new TemplateDescription(template.id().text(), template.description(), parameters);
    }
}
