package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description of what the console asks for beside what others ask for too, compared with what is there. */
class ConsoleApiDescriptionTest {
    private final JsonNode document =
            new ConsoleConfiguration().consoleApiDescription().document();

    @Test
    void hasEveryOperationAndNoOther() {
        Set<String> operations = new TreeSet<>(Operations.of(GraphApi.class));
        operations.addAll(Operations.of(RouteSourceApi.class));
        operations.addAll(Operations.of(DryRunApi.class));

        assertThat(Operations.described(document)).isEqualTo(operations);
    }

    @Test
    void refersToWhatIsThereOrInCommon() {
        assertThat(Operations.dangling(document)).isEmpty();
    }

    @Test
    void describesTheFieldsOfASample() {
        Set<String> fields = new TreeSet<>();
        document.at("/components/schemas/RouteSample/properties").fieldNames().forEachRemaining(fields::add);

        assertThat(fields)
                .isEqualTo(Stream.of(DryRunApi.Sampled.class.getRecordComponents())
                        .map(component -> component.getName())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
