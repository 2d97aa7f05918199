package io.fieldgate.console;

import io.fieldgate.observe.Masks;
import io.fieldgate.observe.device.DeviceRegistry;
import io.fieldgate.observe.device.DeviceView;
import io.fieldgate.topic.DeviceRecords;
import java.time.Duration;
import java.time.Instant;
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

/** {@code /api/v1/devices/ID/history}: the numbers in a device's messages, read back from the topic that it is in. */
@RestController
@RequestMapping(path = "/api/v1/devices", produces = MediaType.APPLICATION_JSON_VALUE)
final class DeviceHistoryApi {
    static final List<String> FILTERS = List.of("id", "since");
    private static final Duration USUAL = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final DeviceRegistry registry;
    private final DeviceRecords records;
    private final Masks masks;

    DeviceHistoryApi(DeviceRegistry registry, DeviceRecords records, Masks masks) {
        this.registry = registry;
        this.records = records;
        this.masks = masks;
    }

    @GetMapping("/{id}/history")
    Map<String, @Nullable Object> history(
            @PathVariable String id, @RequestParam MultiValueMap<String, String> parameters) {
        Map<String, String> query = parameters.toSingleValueMap();
        Query.check(query, FILTERS);
        String wanted = DevicePath.device(id, query.get("id"));
        Instant until = Instant.now();
        Instant since = since(query.get("since"), until);
        DeviceView device = registry.find(wanted);
        if (device == null) {
            throw new Missing("There is no device '" + wanted + "'.");
        }
        DeviceSeries series = new DeviceSeries(masks, since, until);
        DeviceRecords.Extent extent = new DeviceRecords.Extent(0, true);
        Map<String, String> captures = new LinkedHashMap<>();
        String topic = device.topic();
        if (topic != null) {
            extent = records.look(topic, wanted, since, record -> {
                if (captures.isEmpty()) {
                    captures.putAll(shown(record.captures()));
                }
                series.add(record);
                return true;
            });
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("topic", topic);
        answer.put("since", since.toString());
        answer.put("until", until.toString());
        answer.put("messages", series.messages());
        answer.put("times", series.times());
        answer.put("values", series.values());
        answer.put("captures", captures);
        answer.put("scanned", extent.scanned());
        answer.put("complete", extent.complete());
        return answer;
    }

    private Map<String, String> shown(Map<String, String> captures) {
        Map<String, String> shown = new LinkedHashMap<>(captures);
        shown.replaceAll(masks::header);
        return shown;
    }

    private static Instant since(@Nullable String text, Instant until) {
        Instant since = StrictJson.time("since", text);
        if (since == null) {
            return until.minus(USUAL);
        }
        if (since.isBefore(until.minus(LONGEST))) {
            throw new IllegalArgumentException(
                    "'since' is '" + text + "', allowed is at most " + LONGEST.toDays() + " days ago");
        }
        return since.isAfter(until) ? until : since;
    }
}
