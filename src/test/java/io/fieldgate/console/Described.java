package io.fieldgate.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/** What a description of an API describes, and what there is to describe. */
final class Described {
    private Described() {}

    /** Such as {@code get /api/v1/alerts}. */
    static Set<String> operations(JsonNode document) {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method + " " + path.getKey())));
        return described;
    }

    static Set<String> operations(Class<?> api) {
        String base = mapping(api).path()[0];
        Set<String> operations = new TreeSet<>();
        Arrays.stream(api.getDeclaredMethods())
                .filter(method -> AnnotatedElementUtils.hasAnnotation(method, RequestMapping.class))
                .forEach(method -> {
                    RequestMapping mapping = mapping(method);
                    String path = mapping.path().length == 0 ? "" : mapping.path()[0];
                    operations.add(mapping.method()[0].name().toLowerCase(Locale.ROOT) + " " + base + path);
                });
        return operations;
    }

    /** All but that to what descriptions have in common. */
    static Set<String> references(JsonNode document) {
        Set<String> references = new TreeSet<>(document.findValuesAsText("$ref"));
        references.remove("#/components/schemas/Problem");
        return references;
    }

    private static RequestMapping mapping(AnnotatedElement element) {
        return AnnotatedElementUtils.findMergedAnnotation(element, RequestMapping.class);
    }
}
