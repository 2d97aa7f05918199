package io.fieldgate.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/** What an API can do, as its description says it and as its class does. */
final class Operations {
    private Operations() {}

    static Set<String> described(JsonNode document) {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method + " " + path.getKey())));
        return described;
    }

    static Set<String> of(Class<?>... apis) {
        Set<String> operations = new TreeSet<>();
        for (Class<?> api : apis) {
            String base = mapping(api).path()[0];
            Arrays.stream(api.getDeclaredMethods())
                    .filter(method -> AnnotatedElementUtils.hasAnnotation(method, RequestMapping.class))
                    .forEach(method -> {
                        RequestMapping mapping = mapping(method);
                        String path = mapping.path().length == 0 ? "" : mapping.path()[0];
                        operations.add(mapping.method()[0].name().toLowerCase(Locale.ROOT) + " " + base + path);
                    });
        }
        return operations;
    }

    /** References to what is not there. */
    static Set<String> dangling(JsonNode document) {
        Set<String> references = new TreeSet<>(document.findValuesAsText("$ref"));
        references.remove("#/components/schemas/Problem");
        references.removeIf(reference -> !document.at(reference.substring(1)).isMissingNode());
        return references;
    }

    private static RequestMapping mapping(AnnotatedElement element) {
        return AnnotatedElementUtils.findMergedAnnotation(element, RequestMapping.class);
    }
}
