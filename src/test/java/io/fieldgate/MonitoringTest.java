package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.fieldgate.fault.Programs;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy/monitoring: what the rules and dashboards ask Prometheus for. */
class MonitoringTest {
    private static final Path FOLDER = Path.of("deploy/monitoring");
    private static final Path RULES = FOLDER.resolve("rules.yaml");
    /** A name of a series, or an expression for several of them. */
    private static final Pattern SERIES =
            Pattern.compile("__name__=~\"([^\"]+)\"|\\b((?:fieldgate|jvm|process|system|hikaricp)_[a-z0-9_]+)");

    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `[a-z.0-9]+` \\| `(\\w+)`");

    @TempDir
    Path folder;

    @Test
    void asksOnlyForMetersThatThereAre() throws Exception {
        Set<String> known = documented();
        known.addAll(ofTheProcess());

        Map<String, String> unknown = new TreeMap<>();
        for (Query query : queries()) {
            SERIES.matcher(query.text()).results().forEach(found -> {
                String name = found.group(1) == null ? found.group(2).replaceFirst("_(bucket|sum|count)$", "") : null;
                boolean there = name == null
                        ? known.stream().anyMatch(series -> series.matches(found.group(1)))
                        : known.contains(name) || known.contains(found.group(2));
                if (!there) {
                    unknown.put(query.where(), found.group());
                }
            });
        }

        assertThat(queries()).hasSizeGreaterThan(60);
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyQueryIsOneForPrometheus() throws Exception {
        String promtool = Programs.needed("promtool", "prometheus").toString();
        List<String> rules = new ArrayList<>();
        for (Query query : queries()) {
            rules.add("  - {record: 'a:b', expr: '"
                    + query.text()
                            .replace("'", "''")
                            .replace("$__rate_interval", "1m")
                            .replace("$gateway", ".*")
                            .replace("$route", ".*")
                    + "'}");
        }
        Path all = Files.writeString(
                folder.resolve("queries.yaml"), "groups:\n- name: all\n  rules:\n" + String.join("\n", rules));

        assertThat(run(promtool, "check", "rules", RULES.toString())).contains("SUCCESS: 12 rules found");
        assertThat(run(
                        "promtool",
                        "check",
                        "config",
                        FOLDER.resolve("prometheus.yaml").toString()))
                .contains("SUCCESS");
        // The same record over and over is told as a duplicate, which here it is meant to be.
        assertThat(run(promtool, "check", "rules", "--lint=none", all.toString()))
                .contains("SUCCESS: " + rules.size() + " rules found");
    }

    @Test
    void everyRuleSaysHowBadItIsAndWhatToDo() throws Exception {
        for (JsonNode rule : rules()) {
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).isNotBlank();
        }
    }

    @Test
    void everyDashboardHasANameAndSaysWhatItsPanelsShow() throws Exception {
        Set<String> names = new TreeSet<>();
        for (Path dashboard : dashboards()) {
            JsonNode tree = Tree.ofJson(dashboard.toUri().toURL());
            names.add(tree.path("uid").asText());
            for (JsonNode panel : tree.path("panels")) {
                assertThat(panel.path("title").asText()).isNotBlank();
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("fieldgate-prometheus");
                assertThat(panel.path("targets")).isNotEmpty();
            }
        }

        assertThat(names).containsExactly("fieldgate-fleet", "fieldgate-jvm", "fieldgate-pipeline");
    }

    /** @param where file and panel or rule */
    private record Query(String where, String text) {}

    private static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (JsonNode rule : rules()) {
            queries.add(new Query(
                    RULES + " " + rule.path("alert").asText(), rule.path("expr").asText()));
        }
        for (Path dashboard : dashboards()) {
            for (JsonNode panel : Tree.ofJson(dashboard.toUri().toURL()).path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    queries.add(new Query(
                            dashboard + " " + panel.path("title").asText(),
                            target.path("expr").asText()));
                }
            }
        }
        return queries;
    }

    private static JsonNode rules() throws IOException {
        return Tree.ofYaml(Files.readString(RULES)).at("/groups/0/rules");
    }

    private static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("grafana/dashboards"))) {
            return files.sorted().toList();
        }
    }

    /** Fieldgate's own: a test of theirs holds the page to what is scraped. */
    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        DOCUMENTED
                .matcher(Files.readString(Path.of("docs/meters.md")))
                .results()
                .forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** Those that Spring Boot binds, from a scrape. */
    private static Set<String> ofTheProcess() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl("jdbc:h2:mem:monitoring");
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
        try (JvmGcMetrics garbage = new JvmGcMetrics();
                HikariDataSource database = new HikariDataSource(pool)) {
            List.of(garbage, new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics())
                    .forEach(binder -> binder.bindTo(registry));
            assertThat(database.isRunning()).isTrue();
            Set<String> names = new TreeSet<>();
            // Those of pauses are there from the first pause on.
            names.add("jvm_gc_pause_seconds");
            registry.scrape()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> names.add(line.replaceFirst("[{ ].*", "")));
            return names;
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
