package io.fieldgate.console;

import io.fieldgate.observe.Masks;
import io.fieldgate.topic.LetterCounts;
import io.fieldgate.topic.LetterDesk;
import io.fieldgate.topic.LetterFilter;
import io.fieldgate.topic.LetterPage;
import io.fieldgate.topic.OpenLetter;
import io.fieldgate.topic.RecordPlace;
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

/** {@code /api/v1/dead-letters}: what could not succeed, why, and what it was. */
@RestController
@RequestMapping(path = "/api/v1/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
final class DeadLettersApi {
    static final List<String> COUNTED = List.of("topic", "route", "code", "device", "since", "until");
    static final List<String> FILTERS = List.of("topic", "route", "code", "device", "since", "until", "limit", "after");
    private static final int MOST = 1_000;
    private static final int USUAL = 100;

    private final LetterDesk desk;
    private final LetterJson json;

    DeadLettersApi(LetterDesk desk, Masks masks) {
        this.desk = desk;
        this.json = new LetterJson(masks);
    }

    @GetMapping
    Map<String, @Nullable Object> list(@RequestParam MultiValueMap<String, String> query) {
        Map<String, String> all = query.toSingleValueMap();
        Query.check(all, FILTERS);
        LetterPage page = desk.list(filter(all), Query.limit(all.get("limit"), USUAL, 1, MOST), all.get("after"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("dead_letters", page.letters().stream().map(json::of).toList());
        answer.put("next", page.next());
        answer.put("scanned", page.scanned());
        answer.put("complete", page.complete());
        return answer;
    }

    @GetMapping("/summary")
    Map<String, Object> summary(@RequestParam MultiValueMap<String, String> query) {
        Map<String, String> all = query.toSingleValueMap();
        Query.check(all, COUNTED);
        LetterCounts counts = desk.count(filter(all));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("held", counts.held());
        answer.put("causes", counts.causes().stream().map(this::json).toList());
        answer.put("others", counts.others());
        Map<String, Long> hours = new LinkedHashMap<>();
        counts.hours().forEach((hour, count) -> hours.put(hour.toString(), count));
        answer.put("hours", hours);
        answer.put("scanned", counts.scanned());
        answer.put("complete", counts.complete());
        return answer;
    }

    private Map<String, Object> json(LetterCounts.Cause cause) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("topic", cause.topic());
        shown.put("route", cause.route());
        shown.put("code", cause.code());
        shown.put("count", cause.count());
        shown.put("first_failed_at", cause.first().toString());
        shown.put("last_failed_at", cause.last().toString());
        shown.put("newest", json.of(cause.newest()));
        return shown;
    }

    @GetMapping("/{topic}/{partition}/{offset}")
    Map<String, @Nullable Object> show(
            @PathVariable String topic, @PathVariable String partition, @PathVariable String offset) {
        String named = topic + "-" + partition + "@" + offset;
        RecordPlace place = RecordPlace.parse(named);
        OpenLetter letter = place == null ? null : desk.open(place);
        if (letter == null) {
            throw new Missing("There is no dead letter '" + named + "', or none any more.");
        }
        return json.of(letter);
    }

    static LetterFilter filter(Map<String, String> query) {
        return new LetterFilter(
                query.get("topic"),
                query.get("route"),
                query.get("code"),
                query.get("device"),
                StrictJson.time("since", query.get("since")),
                StrictJson.time("until", query.get("until")));
    }
}
