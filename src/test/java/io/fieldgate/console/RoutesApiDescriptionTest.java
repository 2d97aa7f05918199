package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.observe.RouteView;
import io.fieldgate.route.reload.FileState;
import io.fieldgate.route.reload.Receipt;
import java.lang.reflect.Constructor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The description of {@code /api/v1/routes} and {@code /api/v1/config}, compared with what is there. */
class RoutesApiDescriptionTest {
    /** What files list. */
    private static final String[] ENTRIES = {"routes", "rules", "receivers", "topics", "tables"};

    private final JsonNode document =
            new ConsoleConfiguration().routesApiDescription().document();

    @Test
    void hasEveryOperationAndNoOther() {
        assertThat(Operations.described(document))
                .isEqualTo(Operations.of(RoutesApi.class, TapApi.class, ConfigApi.class));
    }

    @Test
    void hasEveryFilterOfTheTap() {
        List<String> parameters = new ArrayList<>(List.of("id"));
        parameters.addAll(TapApi.FILTERS);

        assertThat(document.at("/paths/~1api~1v1~1routes~1{id}~1tap/get/parameters")
                        .findValuesAsText("name"))
                .containsExactlyElementsOf(parameters);
    }

    @Test
    void refersToWhatIsThereOrInCommon() {
        assertThat(document.findValuesAsText("$ref")).isNotEmpty();
        assertThat(Operations.dangling(document)).isEmpty();
    }

    @Test
    void hasEveryFieldOfRoutesFilesAndReceipts() throws Exception {
        assertFields("Route", RoutesApi.json(blank(RouteView.class)));
        assertFields("Receipt", ConfigApi.json(blank(Receipt.class)), "file");
        for (String entries : ENTRIES) {
            Map<String, ?> file = ConfigApi.json(
                    new FileState("", entries, FileState.State.RUNNING, null, null, List.of(), List.of()));
            assertThat(file).containsKey(entries);
            file.remove(entries);
            assertFields("RouteFile", file, ENTRIES);
        }
        assertThat(document.at("/components/schemas/RouteFile/properties/state/enum"))
                .extracting(JsonNode::asText)
                .containsExactly("running", "partly", "earlier", "disabled");
        assertThat(document.at("/components/schemas/Route/properties/state/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RouteView.State.values())
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** @param optional those that are not always there */
    private void assertFields(String schema, Map<String, ?> fields, String... optional) {
        JsonNode described = document.at("/components/schemas/" + schema);
        assertThat(described.path("properties").properties())
                .extracting(Map.Entry::getKey)
                .filteredOn(field -> !Arrays.asList(optional).contains(field))
                .containsExactlyElementsOf(fields.keySet());
        assertThat(described.path("properties").properties())
                .extracting(Map.Entry::getKey)
                .containsAll(List.of(optional));
        assertThat(described.path("required")).extracting(JsonNode::asText).containsExactlyElementsOf(fields.keySet());
    }

    /** A record that says nothing. */
    private static <T> T blank(Class<T> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        return type.cast(constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                .map(RoutesApiDescriptionTest::nothing)
                .toArray()));
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == long.class) {
            return 0L;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Instant.class) {
            return Instant.EPOCH;
        }
        if (type == String.class) {
            return "";
        }
        return type.isEnum() ? type.getEnumConstants()[0] : null;
    }
}
