package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/** The description of {@code /api/v1/alerts}, compared with what is there. */
class AlertsApiDescriptionTest {
    private final JsonNode document =
            new ConsoleConfiguration().alertsApiDescription().document();

    @Test
    void hasEveryOperationAndNoOther() {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method + " " + path.getKey())));

        assertThat(described).isEqualTo(operations());
    }

    @Test
    void hasEveryFilterOfTheList() {
        assertThat(document.at("/paths/~1api~1v1~1alerts/get/parameters").findValuesAsText("name"))
                .containsExactlyElementsOf(AlertsApi.FILTERS);
    }

    @Test
    void refersToWhatIsThereOrInCommon() {
        Set<String> references = new TreeSet<>(document.findValuesAsText("$ref"));
        references.remove("#/components/schemas/Problem");

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .isFalse());
    }

    private static Set<String> operations() {
        String base = mapping(AlertsApi.class).path()[0];
        Set<String> operations = new TreeSet<>();
        Arrays.stream(AlertsApi.class.getDeclaredMethods())
                .filter(method -> AnnotatedElementUtils.hasAnnotation(method, RequestMapping.class))
                .forEach(method -> {
                    RequestMapping mapping = mapping(method);
                    String path = mapping.path().length == 0 ? "" : mapping.path()[0];
                    operations.add(mapping.method()[0].name().toLowerCase(Locale.ROOT) + " " + base + path);
                });
        return operations;
    }

    private static RequestMapping mapping(AnnotatedElement element) {
        return AnnotatedElementUtils.findMergedAnnotation(element, RequestMapping.class);
    }
}
