package io.fieldgate.route.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.route.trial.RouteTests.Result;
import io.fieldgate.route.trial.RouteTests.Tested;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the documentation: blocks of YAML that begin with the name of their file. */
class DocumentedTestsTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n# routes/(\\S+)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"route-tests.md", "routes-by-example.md", "getting-started.md"})
    void theExamplesOfThePagePass(String page) throws Exception {
        List<MatchResult> blocks =
                BLOCK.matcher(Files.readString(Path.of("docs", page))).results().toList();
        for (MatchResult block : blocks) {
            Files.writeString(folder.resolve(block.group(1)), block.group(2));
        }

        List<Path> files = TestFiles.in(List.of(folder));
        assertThat(files).isNotEmpty().hasSize(blocks.size() / 2);
        // The configuration that the page shows.
        System.setProperty("fieldgate.webhooks.shop.url", "https://shop.example/orders");
        try {
            for (Path file : files) {
                Tested tested = new RouteTests(Path.of("config", "alerts.yaml"), null).run(file);
                assertThat(tested.mistakes()).isEmpty();
                assertThat(tested.results())
                        .isNotEmpty()
                        .allSatisfy(result -> assertThat(result.differences())
                                .as(result.name())
                                .isEmpty());
                assertThat(tested.results()).extracting(Result::name).doesNotHaveDuplicates();
            }
        } finally {
            System.clearProperty("fieldgate.webhooks.shop.url");
        }
    }
}
