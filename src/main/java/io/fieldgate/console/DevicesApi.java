package io.fieldgate.console;

import io.fieldgate.observe.device.DevicePage;
import io.fieldgate.observe.device.DeviceQuery;
import io.fieldgate.observe.device.DeviceRegistry;
import io.fieldgate.observe.device.DeviceState;
import io.fieldgate.observe.device.DeviceView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/devices}: what is known of devices, a page at a time. */
@RestController
@RequestMapping(path = "/api/v1/devices", produces = MediaType.APPLICATION_JSON_VALUE)
final class DevicesApi {
    static final List<String> FILTERS = List.of("search", "state", "sort", "limit", "after");
    private static final int MOST = 1_000;
    private static final int USUAL = 100;

    private final DeviceRegistry registry;

    DevicesApi(DeviceRegistry registry) {
        this.registry = registry;
    }

    @GetMapping
    Map<String, @Nullable Object> list(@RequestParam MultiValueMap<String, String> parameters) {
        Map<String, String> query = parameters.toSingleValueMap();
        Query.check(query, FILTERS);
        DevicePage page = registry.find(DeviceQuery.of(
                query.getOrDefault("search", ""),
                state(query.get("state")),
                query.getOrDefault("sort", "id"),
                Query.limit(query.get("limit"), USUAL, 1, MOST),
                query.get("after")));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("at", page.at().toString());
        answer.put("total", page.total());
        answer.put("states", counts(page.states()));
        answer.put("next", page.next());
        answer.put("devices", page.devices().stream().map(DevicesApi::json).toList());
        return answer;
    }

    private static @Nullable DeviceState state(@Nullable String text) {
        DeviceState state = text == null ? null : DeviceState.of(text);
        if (text != null && state == null) {
            throw new IllegalArgumentException("'state' is '" + text + "', allowed are "
                    + Arrays.stream(DeviceState.values()).map(DeviceState::text).toList());
        }
        return state;
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> show(
            @PathVariable String id, @RequestParam(name = "id", required = false) @Nullable String named) {
        String wanted = DevicePath.device(id, named);
        DeviceView device = registry.find(wanted);
        if (device == null) {
            throw new Missing("There is no device '" + wanted + "'.");
        }
        Map<String, @Nullable Object> json = json(device);
        json.put("gateways", device.gateways().stream().map(DevicesApi::gateway).toList());
        return json;
    }

    /** By what people call the states. */
    static Map<String, Integer> counts(Map<DeviceState, Integer> states) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (DeviceState state : DeviceState.values()) {
            counts.put(state.text(), states.getOrDefault(state, 0));
        }
        return counts;
    }

    private static Map<String, @Nullable Object> json(DeviceView device) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", device.id());
        json.put("state", device.state().text());
        json.put("first_seen", device.firstSeen().toString());
        json.put("last_seen", text(device.lastSeen()));
        json.put("route", device.route());
        json.put("topic", device.topic());
        json.put("messages", device.messages());
        json.put("bytes", device.bytes());
        json.put("messages_per_minute", tenths(device.perMinute()));
        json.put("bytes_per_minute", tenths(device.bytesPerMinute()));
        Duration interval = device.interval();
        json.put("usual_interval_ms", interval == null ? null : interval.toMillis());
        json.put("late_after_ms", device.lateAfter().toMillis());
        json.put("silent_after_ms", device.silentAfter().toMillis());
        json.put("values", device.values());
        json.put("rejects", device.rejects());
        DeviceView.LastReject reject = device.lastReject();
        json.put(
                "last_reject",
                reject == null
                        ? null
                        : Map.of("at", reject.at().toString(), "code", reject.code(), "route", reject.route()));
        return json;
    }

    private static Map<String, @Nullable Object> gateway(DeviceView.ByGateway by) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("gateway", by.gateway());
        json.put("messages", by.messages());
        json.put("bytes", by.bytes());
        json.put("rejects", by.rejects());
        json.put("last_seen", text(by.lastSeen()));
        return json;
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }

    private static double tenths(double rate) {
        return Math.round(rate * 10) / 10.0;
    }
}
