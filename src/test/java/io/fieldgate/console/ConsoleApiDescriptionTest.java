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
        Set<String> operations = new TreeSet<>(Described.operations(GraphApi.class));
        operations.addAll(Described.operations(RouteSourceApi.class));
        operations.addAll(Described.operations(DryRunApi.class));

        assertThat(Described.operations(document)).isEqualTo(operations);
    }

    @Test
    void refersToWhatIsThereOrInCommon() {
        assertThat(Described.references(document))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .isFalse());
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
