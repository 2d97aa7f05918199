package io.fieldgate.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.observe.live.Live;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/history} and {@code /api/v1/events}: what was lately, from memory. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class HistoryApi {
    static final List<String> PARAMETERS = List.of("range", "route");
    private static final String FINE = "15m";
    private static final String COARSE = "24h";
    private static final int MOST = 500;
    private static final int USUAL = 100;

    private final Live live;

    HistoryApi(Live live) {
        this.live = live;
    }

    @GetMapping("/history")
    JsonNode history(@RequestParam MultiValueMap<String, String> query) {
        Map<String, String> all = query.toSingleValueMap();
        Query.check(all, PARAMETERS);
        String range = all.getOrDefault("range", FINE);
        if (!range.equals(FINE) && !range.equals(COARSE)) {
            throw new IllegalArgumentException("'range' is '" + range + "', allowed are " + FINE + " and " + COARSE);
        }
        return LiveJson.history(live.history(range.equals(FINE), all.get("route")));
    }

    @GetMapping("/events")
    JsonNode events(@RequestParam MultiValueMap<String, String> query) {
        Map<String, String> all = query.toSingleValueMap();
        Query.check(all, List.of("limit"));
        return LiveJson.events(live.events(Query.limit(all.get("limit"), USUAL, 1, MOST)));
    }
}
