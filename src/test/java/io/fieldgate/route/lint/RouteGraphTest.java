package io.fieldgate.route.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

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

    @Test
    void drawsEachPlaceRightOfAllThatLeadToIt() throws Exception {
        String picture = RouteGraph.of(folder).text(RouteGraph.Format.SVG);

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(picture)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        Map<String, Integer> x = new HashMap<>();
        var texts = document.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            x.put(text.getTextContent(), Integer.valueOf(text.getAttribute("x")));
        }
        assertThat(List.of("mqtt plant/{device}", "topic telemetry", "database readings"))
                .extracting(x::get)
                .isSorted();
        assertThat(x.get("topic telemetry")).isGreaterThan(Objects.requireNonNull(x.get("mqtt plant/{device}")));
        assertThat(x.get("alert too-hot")).isEqualTo(x.get("database readings"));
        assertThat(x).containsKeys("plant", "store");
    }

    @Test
    void drawsWhatGoesInACircle() throws Exception {
        Files.writeString(folder.resolve("routes/circle.camel.yaml"), """
                - from: { id: there, uri: topic:a, steps: [{ to: topic:b }] }
                - from: { id: back, uri: topic:b, steps: [{ to: topic:a }] }
                """);

        assertThat(RouteGraph.of(folder).text(RouteGraph.Format.SVG)).contains(">topic a<", ">topic b<", ">there<");
    }
}
