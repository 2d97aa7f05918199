package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a route did between two moments.
 *
 * @param reason why it is not well; empty when it is
 * @param in messages per second; so are {@code out} and {@code failed}
 * @param p50 in milliseconds, -1 when nothing is known; so is {@code p99}
 * @param lag records; -1 when it reads no topic
 */
record RouteRates(
        String id,
        String state,
        String reason,
        double in,
        double out,
        double failed,
        long p50,
        long p99,
        long inFlight,
        long lag) {
    private static final int UNKNOWN = -1;

    /** By two answers of the gateway; a route that is new, or whose counts began anew, counts from nothing. */
    static List<RouteRates> between(JsonNode before, JsonNode now) {
        Map<String, JsonNode> known = new HashMap<>();
        before.path("routes").forEach(route -> known.put(route.path("id").asText(), route));
        double seconds = Duration.between(time(before), time(now)).toMillis() / 1_000.0;
        List<RouteRates> all = new ArrayList<>();
        for (JsonNode route : now.path("routes")) {
            JsonNode earlier = known.get(route.path("id").asText());
            all.add(new RouteRates(
                    route.path("id").asText(),
                    route.path("state").asText(),
                    route.path("reason").isNull() ? "" : route.path("reason").asText(),
                    rate("received", earlier, route, seconds),
                    rate("sent", earlier, route, seconds),
                    rate("failed", earlier, route, seconds),
                    route.path("p50_ms").asLong(UNKNOWN),
                    route.path("p99_ms").asLong(UNKNOWN),
                    route.path("in_flight").asLong(),
                    route.path("lag").asLong(UNKNOWN)));
        }
        return all;
    }

    private static Instant time(JsonNode answer) {
        return Instant.parse(answer.path("at").asText());
    }

    private static double rate(String count, @Nullable JsonNode before, JsonNode now, double seconds) {
        long earlier = before == null ? 0 : before.path(count).asLong();
        long later = now.path(count).asLong();
        return seconds <= 0 ? 0 : (later < earlier ? later : later - earlier) / seconds;
    }

    /** As a row of the table. */
    List<String> cells() {
        return List.of(
                id,
                state,
                number(in),
                number(out),
                number(failed),
                p50 < 0 ? "-" : time(p50),
                p99 < 0 ? "-" : time(p99),
                String.valueOf(inFlight),
                lag < 0 ? "-" : String.valueOf(lag));
    }

    private static String number(double perSecond) {
        return String.format(Locale.ROOT, perSecond > 0 && perSecond < 10 ? "%.1f" : "%.0f", perSecond);
    }

    private static String time(long millis) {
        if (millis == 0) {
            return "<1 ms";
        }
        return millis < 10_000 ? millis + " ms" : millis / 1_000 + " s";
    }

    /** All of them, on one line. */
    static String json(String at, List<RouteRates> all) {
        ObjectNode answer = new ObjectMapper().createObjectNode().put("at", at);
        ArrayNode routes = answer.putArray("routes");
        for (RouteRates route : all) {
            ObjectNode json = routes.addObject()
                    .put("id", route.id)
                    .put("state", route.state)
                    .put("reason", route.reason.isEmpty() ? null : route.reason)
                    .put("in_per_second", route.in)
                    .put("out_per_second", route.out)
                    .put("failed_per_second", route.failed)
                    .put("in_flight", route.inFlight);
            putKnown(json, "p50_ms", route.p50);
            putKnown(json, "p99_ms", route.p99);
            putKnown(json, "lag", route.lag);
        }
        return answer.toString();
    }

    private static void putKnown(ObjectNode json, String name, long value) {
        if (value < 0) {
            json.putNull(name);
        } else {
            json.put(name, value);
        }
    }
}
