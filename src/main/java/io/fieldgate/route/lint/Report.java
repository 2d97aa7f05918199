package io.fieldgate.route.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.route.lint.Linter.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a linter has found, for people or for machines. */
public enum Report {
    /** A line for each finding, and one with the sums. */
    TEXT {
        @Override
        public List<String> lines(Result result) {
            List<String> lines = new ArrayList<>();
            result.findings().forEach(finding -> lines.add(finding.toString()));
            lines.add(sums(result));
            return lines;
        }
    },
    /** One object: files, errors, warnings, findings. */
    JSON {
        @Override
        public List<String> lines(Result result) {
            ObjectNode report = MAPPER.createObjectNode()
                    .put("files", result.files())
                    .put("errors", result.count(Severity.ERROR))
                    .put("warnings", result.count(Severity.WARNING));
            ArrayNode findings = report.putArray("findings");
            for (Finding finding : result.findings()) {
                findings.addObject()
                        .put("file", finding.file())
                        .put("line", finding.line())
                        .put("column", finding.column())
                        .put("code", finding.code().name())
                        .put("severity", finding.code().severity().toString())
                        .put("message", finding.message());
            }
            return List.of(text(report));
        }
    },
    /** Commands of GitHub Actions, which show findings beside the lines of a change. */
    GITHUB {
        @Override
        public List<String> lines(Result result) {
            return result.findings().stream()
                    .map(finding -> "::" + finding.code().severity() + " file=" + property(finding.file()) + ",line="
                            + finding.line() + ",col=" + finding.column() + ",title=" + finding.code() + "::"
                            + data(finding.message()))
                    .toList();
        }
    },
    /** SARIF 2.1.0, which code scanners exchange. */
    SARIF {
        @Override
        public List<String> lines(Result result) {
            ObjectNode report = MAPPER.createObjectNode()
                    .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                    .put("version", "2.1.0");
            ObjectNode run = report.putArray("runs").addObject();
            ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "fieldgate lint");
            ArrayNode rules = driver.putArray("rules");
            for (Code code : Code.values()) {
                rules.addObject()
                        .put("id", code.name())
                        .putObject("shortDescription")
                        .put("text", code.title());
            }
            ArrayNode results = run.putArray("results");
            for (Finding finding : result.findings()) {
                ObjectNode one = results.addObject()
                        .put("ruleId", finding.code().name())
                        .put("level", finding.code().severity().toString());
                one.putObject("message").put("text", finding.message());
                ObjectNode location = one.putArray("locations").addObject().putObject("physicalLocation");
                location.putObject("artifactLocation").put("uri", finding.file().replace('\\', '/'));
                location.putObject("region").put("startLine", finding.line()).put("startColumn", finding.column());
            }
            return List.of(text(report));
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What is printed. */
    public abstract List<String> lines(Result result);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String text(ObjectNode report) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@code 2 errors and 1 warning in 7 files} */
    public static String sums(Result result) {
        String files = number(result.files(), "file");
        return result.findings().isEmpty()
                ? files + ", nothing is wrong"
                : number(result.count(Severity.ERROR), "error") + " and "
                        + number(result.count(Severity.WARNING), "warning") + " in " + files;
    }

    private static String number(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
