package io.fieldgate.route.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.route.trial.RouteTests.Result;
import io.fieldgate.route.trial.RouteTests.Tested;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/route-tests.md: blocks of YAML that begin with the name of their file. */
class DocumentedTestsTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n# routes/(\\S+)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theExamplesOfThePagePass() throws Exception {
        List<MatchResult> blocks = BLOCK.matcher(Files.readString(Path.of("docs", "route-tests.md")))
                .results()
                .toList();
        for (MatchResult block : blocks) {
            Files.writeString(folder.resolve(block.group(1)), block.group(2));
        }

        List<Path> files = TestFiles.in(List.of(folder));
        assertThat(files).hasSize(blocks.size() / 2);
        for (Path file : files) {
            Tested tested = new RouteTests(Path.of("config", "alerts.yaml"), null).run(file);
            assertThat(tested.mistakes()).isEmpty();
            assertThat(tested.results())
                    .hasSize(3)
                    .allSatisfy(result -> assertThat(result.differences()).isEmpty());
            assertThat(tested.results()).extracting(Result::name).doesNotHaveDuplicates();
        }
    }
}
