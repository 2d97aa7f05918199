package io.fieldgate.route.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which routes must move when files change. */
class RouteDifferenceTest {
    private static final String TWO = """
            - templatedRoute:
                routeTemplateRef: mqtt-to-topic
                routeId: north
                parameters:
                  - { name: filter, value: "north/{device}" }
                  - { name: topic, value: telemetry }
            - route:
                id: south
                from: { uri: "mqtt:south/{device}", steps: [{ to: "topic:telemetry" }] }
            """;

    @Test
    void ofAFileWithTwoRoutesOnlyTheOneThatChangedMoves() {
        RouteDifference difference = difference(files(TWO), files(TWO.replace("mqtt:south/", "mqtt:sud/")));

        assertThat(difference).isEqualTo(new RouteDifference(List.of(), List.of("south"), List.of(), List.of()));
    }

    @Test
    void commentsQuotesAndTheOrderOfKeysMoveNothing() {
        String same = """
                # The south, in other words.
                - route:
                    from:
                      steps:
                        - to: 'topic:telemetry'
                      uri: mqtt:south/{device}
                    id: "south"

                - templatedRoute:
                    routeId: north
                    routeTemplateRef: mqtt-to-topic
                    parameters:
                      - { value: "north/{device}", name: filter }
                      - { name: topic, value: telemetry }
                """;

        assertThat(difference(files(TWO), files(same)).isEmpty()).isTrue();
    }

    @Test
    void aRouteThatOnlyMovesToAnotherFileGoesOn() {
        List<RouteFile> split = List.of(
                new RouteFile("north.camel.yaml", TWO.substring(0, TWO.indexOf("- route:"))),
                new RouteFile("south.camel.yaml", TWO.substring(TWO.indexOf("- route:"))));

        assertThat(difference(files(TWO), split).isEmpty()).isTrue();
    }

    @Test
    void filesThatComeAndGoBringAndTakeTheirRoutes() {
        assertThat(difference(List.of(), files(TWO)).added()).containsExactly("north", "south");
        assertThat(difference(files(TWO), List.of()).removed()).containsExactly("north", "south");
    }

    @Test
    void aTemplateMovesTheRoutesThatAreMadeOfItWhereverTheyStand() {
        List<RouteFile> before = templated("log:before");
        RouteDifference difference = difference(before, templated("log:after"));

        assertThat(difference)
                .isEqualTo(new RouteDifference(List.of(), List.of("mine"), List.of(), List.of("template.camel.yaml")));
    }

    private static List<RouteFile> templated(String step) {
        return Stream.concat(
                        files(TWO).stream(),
                        Stream.of(
                                new RouteFile("template.camel.yaml", """
                                        - routeTemplate:
                                            id: by-hand
                                            route: { from: { uri: "direct:in", steps: [{ to: "STEP" }] } }
                                        """.replace("STEP", step)),
                                new RouteFile(
                                        "mine.camel.yaml",
                                        "- templatedRoute: { routeTemplateRef: by-hand, routeId: mine }\n")))
                .toList();
    }

    @Test
    void aBeanMovesTheRoutesThatMentionItAlsoByAnotherBean() {
        List<RouteFile> before = beans("1");

        assertThat(difference(before, beans("2")).changed()).containsExactly("direct-user", "indirect-user");
    }

    private static List<RouteFile> beans(String size) {
        return files("""
                - beans:
                    - { name: inner, type: java.util.ArrayList, constructors: { "0": "SIZE" } }
                - beans:
                    - { name: outer, type: java.util.ArrayList, constructors: { "0": "#bean:inner" } }
                - route: { id: direct-user, from: { uri: "direct:a", steps: [{ bean: { ref: inner } }] } }
                - route: { id: indirect-user, from: { uri: "direct:b", steps: [{ bean: { ref: outer } }] } }
                - route: { id: nobody, from: { uri: "direct:c", steps: [{ log: none }] } }
                """.replace("SIZE", size));
    }

    @Test
    void whatHoldsForAFileMovesItsRoutesAndWhatHoldsForAllMovesAll() {
        RouteFile other = new RouteFile("other.camel.yaml", TWO);
        RouteFile own = new RouteFile("own.camel.yaml", """
                - onException: { exception: [java.io.IOException], handled: { constant: "true" } }
                - route: { id: own, from: { uri: "direct:own", steps: [{ log: here }] } }
                """);
        RouteFile handling = new RouteFile("own.camel.yaml", own.text().replace("true", "false"));
        RouteFile everywhere = new RouteFile("all.camel.yaml", """
                - routeConfiguration:
                    onException: [{ onException: { exception: [java.io.IOException], handled: { constant: "true" } } }]
                """);

        assertThat(difference(List.of(other, own), List.of(other, handling)).changed())
                .containsExactly("own");
        assertThat(difference(List.of(other, own), List.of(other, own, everywhere))
                        .changed())
                .containsExactly("north", "south", "own");
    }

    @Test
    void routesWithoutAnIdAreKnownByWhatTheySay() {
        String nameless = "- from: { uri: \"direct:a\", steps: [{ log: one }] }\n";
        String both = nameless + nameless.replace("direct:a", "direct:b");

        RouteDifference difference = difference(files(nameless), files(both));

        assertThat(difference.added()).hasSize(1);
        assertThat(difference.changed()).isEmpty();
        assertThat(difference.removed()).isEmpty();
    }

    private static List<RouteFile> files(String text) {
        return List.of(new RouteFile("routes.camel.yaml", text));
    }

    private static RouteDifference difference(List<RouteFile> before, List<RouteFile> after) {
        return RouteDifference.between(RouteSet.of(before), RouteSet.of(after));
    }
}
