package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.route.lint.Code;
import io.fieldgate.route.lint.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsOfRoutesTest {
    private final SecretsOfRoutes secrets =
            new SecretsOfRoutes(line -> line.replaceAll("(token: )\\S+", "$1***"), name -> name.contains("password"));

    @Test
    void hidesWhatTheLinterTakesForASecretToTheEndOfItsLine() {
        assertThat(secrets.hidden("- to:\n    uri: http:x?password=hush&a=b\n    id: y\n", found(2, 26)))
                .isEqualTo("- to:\n    uri: http:x?password=***\n    id: y");
    }

    @Test
    void hidesASecretOfSeveralLines() {
        assertThat(secrets.hidden("key: >\n  one\n  two\nnext: x\n", found(1, 6)))
                .isEqualTo("key: ***\n  ***\n  ***\nnext: x");
    }

    @Test
    void hidesParametersWithTheNameOfASecretHoweverTheyAreWritten() {
        assertThat(secrets.hidden("- { name: password, value: hush }", List.of()))
                .isEqualTo("- { name: password, value: ***}");
        assertThat(secrets.hidden("- { name: \"my.password\", value: \"a, b\" }", List.of()))
                .isEqualTo("- { name: \"my.password\", value: *** }");
        assertThat(secrets.hidden("- name: password\n  value: hush\n- name: topic\n  value: telemetry", List.of()))
                .isEqualTo("- name: password\n  value: ***\n- name: topic\n  value: telemetry");
    }

    @Test
    void hidesWhatIsMaskedEverywhereButNotInComments() {
        assertThat(secrets.hidden("token: hush\n# token: in words", List.of()))
                .isEqualTo("token: ***\n# token: in words");
    }

    private static List<Finding> found(int line, int column) {
        return List.of(new Finding("a.camel.yaml", line, column, Code.FG501, "holds a secret"));
    }
}
