package io.fieldgate.route.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteGraphTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeAProject() throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("routes/plant.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: mqtt-to-topic
                    routeId: plant
                    parameters:
                      - { name: filter, value: "plant/{device}" }
                      - { name: topic, value: telemetry }
                - from:
                    id: store
                    uri: topic:telemetry
                    steps:
                      - to: database:readings
                """);
        Files.writeString(
                folder.resolve("config/alerts.yaml"),
                "rules: [{ name: too-hot, topic: telemetry, when: payload.temperature > 80 }]");
    }

    @Test
    void aTopicIsWhereRoutesAndRulesMeet() throws IOException {
        assertThat(RouteGraph.of(folder).text(RouteGraph.Format.MERMAID)).isEqualTo("""
                        flowchart LR
                            n1[("topic telemetry")]
                            n2[("database readings")]
                            n3["mqtt plant/{device}"]
                            n4{{"alert too-hot"}}
                            n1 -->|"store"| n2
                            n3 -->|"plant"| n1
                            n1 --> n4
                        """);
    }

    @Test
    void graphvizGetsTheSame() throws IOException {
        assertThat(RouteGraph.of(folder).text(RouteGraph.Format.DOT))
                .startsWith(
                        "digraph fieldgate {\n    rankdir=LR;\n    n1 [label=\"topic telemetry\", shape=cylinder];\n")
                .contains("    n3 -> n1 [label=\"plant\"];\n", "    n1 -> n4;\n")
                .endsWith("}\n");
    }
}
