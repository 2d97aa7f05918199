package io.fieldgate.console;

import io.fieldgate.observe.RouteBoard;
import io.fieldgate.observe.RouteView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/routes}: what the routes do. Counts only grow, so that who asks twice knows the rates between. */
@RestController
@RequestMapping(path = "/api/v1/routes", produces = MediaType.APPLICATION_JSON_VALUE)
final class RoutesApi {
    private final RouteBoard board;

    RoutesApi(RouteBoard board) {
        this.board = board;
    }

    @GetMapping
    Map<String, Object> list() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("at", Instant.now().toString());
        answer.put("routes", board.routes().stream().map(RoutesApi::json).toList());
        return answer;
    }

    static Map<String, @Nullable Object> json(RouteView route) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", route.id());
        json.put("from", route.from());
        json.put("state", route.state().name().toLowerCase(Locale.ROOT));
        json.put("reason", route.reason());
        json.put("cure", route.cure());
        json.put("since", route.since().toString());
        json.put("received", route.received());
        json.put("sent", route.sent());
        json.put("failed", route.failed());
        json.put("in_flight", route.inFlight());
        json.put("lag", route.lag());
        json.put("p50_ms", route.p50());
        json.put("p99_ms", route.p99());
        return json;
    }
}
