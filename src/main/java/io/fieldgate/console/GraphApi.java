package io.fieldgate.console;

import io.fieldgate.http.IngestComponent;
import io.fieldgate.mqtt.MqttProperties;
import io.fieldgate.observe.Masks;
import io.fieldgate.observe.RouteBoard;
import io.fieldgate.observe.RouteView;
import io.fieldgate.route.lint.RouteGraph;
import io.fieldgate.route.lint.RouteGraph.Place;
import io.fieldgate.route.lint.RouteGraph.Way;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/graph} and {@code /api/v1/doors}: which way messages take, and where devices can send them to. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class GraphApi {
    private static final Map<String, String> DOORS = Map.of("mqtt", "mqtt", "ingest", "http", "intake", "file");

    private final RunningGraph graph;
    private final RouteBoard board;
    private final MqttProperties mqtt;
    private final IngestComponent ingest;
    private final Masks masks;

    GraphApi(RunningGraph graph, RouteBoard board, MqttProperties mqtt, IngestComponent ingest, Masks masks) {
        this.graph = graph;
        this.board = board;
        this.mqtt = mqtt;
        this.ingest = ingest;
        this.masks = masks;
    }

    /** As the files say it whose routes run. */
    @GetMapping("/graph")
    Map<String, Object> graph() throws IOException {
        RouteGraph now = graph.now();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("places", now.places().stream().map(this::json).toList());
        answer.put("ways", now.ways().stream().map(GraphApi::json).toList());
        return answer;
    }

    private Map<String, Object> json(Place place) {
        String[] words = masks.text(place.label()).split(" ", 2);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", place.id());
        json.put("kind", place.kind().name().toLowerCase(Locale.ROOT));
        json.put("scheme", words[0]);
        json.put("name", words.length < 2 ? "" : words[1]);
        return json;
    }

    private static Map<String, Object> json(Way way) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", way.from().id());
        json.put("to", way.to().id());
        json.put("route", way.route());
        return json;
    }

    @GetMapping("/doors")
    Map<String, Object> doors() {
        return Map.of(
                "doors",
                board.routes().stream()
                        .filter(route -> DOORS.containsKey(scheme(route)))
                        .map(this::door)
                        .toList());
    }

    private static String scheme(RouteView route) {
        return route.from().substring(0, Math.max(0, route.from().indexOf(':')));
    }

    private Map<String, @Nullable Object> door(RouteView route) {
        String scheme = scheme(route);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("route", route.id());
        json.put("kind", DOORS.get(scheme));
        json.put("address", route.from().substring(scheme.length() + 1));
        if (scheme.equals("mqtt")) {
            json.put("broker", mqtt.url().replaceFirst("//[^/@]*@", "//"));
            json.put("login", mqtt.username() != null);
        } else if (scheme.equals("ingest")) {
            json.put("login", ingest.asksForTokens());
        }
        return json;
    }
}
