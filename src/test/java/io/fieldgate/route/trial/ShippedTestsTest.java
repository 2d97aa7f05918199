package io.fieldgate.route.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fieldgate.route.trial.RouteTests.Tested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every test that stands beside a shipped route, beside an example or beside the alert rules. */
class ShippedTestsTest {
    private static final List<Path> FOLDERS = List.of(Path.of("routes"), Path.of("config"), Path.of("examples"));

    @TestFactory
    List<DynamicNode> pass() throws IOException {
        RouteTests tests = new RouteTests(Path.of("config", "alerts.yaml"), null);
        List<DynamicNode> files = new ArrayList<>();
        for (Path file : TestFiles.in(FOLDERS)) {
            Tested tested = tests.run(file);
            files.add(dynamicContainer(
                    tested.file(),
                    Stream.concat(
                            Stream.of(dynamicTest(
                                    "the file can be used",
                                    () -> assertThat(tested.mistakes()).isEmpty())),
                            tested.results().stream()
                                    .map(result -> dynamicTest(
                                            result.name(),
                                            () -> assertThat(result.differences())
                                                    .isEmpty())))));
        }
        return files;
    }

    @Test
    void everyRouteFileHasTests() throws IOException {
        for (Path folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.filter(file -> file.toString().endsWith(RouteFiles.ENDING)))
                        .allSatisfy(route -> assertThat(
                                        Path.of(route.toString().replace(RouteFiles.ENDING, ".test.yaml")))
                                .exists());
            }
        }
    }
}
