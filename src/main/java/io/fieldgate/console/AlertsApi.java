package io.fieldgate.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldgate.http.Caller;
import io.fieldgate.notify.Acknowledgement;
import io.fieldgate.notify.Alert;
import io.fieldgate.notify.AlertDesk;
import io.fieldgate.notify.AlertView;
import io.fieldgate.notify.Silence;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/alerts}: what fires, and what people do about it. */
@RestController
@RequestMapping(path = "/api/v1/alerts", produces = MediaType.APPLICATION_JSON_VALUE)
final class AlertsApi {
    private static final List<String> STATES = List.of("pending", "firing", "resolved");
    static final List<String> FILTERS =
            List.of("state", "rule", "device", "key", "severity", "receiver", "matcher", "limit");
    private static final int MOST = 10_000;
    private static final int USUAL = 1_000;

    private final AlertDesk desk;

    AlertsApi(AlertDesk desk) {
        this.desk = desk;
    }

    /**
     * @param author is not asked for of somebody who has logged in
     * @param comment may be left out
     */
    record Acknowledge(@Nullable String author, @Nullable String comment) {}

    /**
     * @param duration in the way of Prometheus, instead of {@code ends_at}
     */
    record Silencing(
            @Nullable List<String> matchers,
            @JsonProperty("starts_at") @Nullable String start,
            @JsonProperty("ends_at") @Nullable String end,
            @Nullable String duration,
            @Nullable String author,
            @Nullable String comment) {}

    @GetMapping
    Map<String, Object> list(@RequestParam MultiValueMap<String, String> query) {
        Map<String, String> all = query.toSingleValueMap();
        Query.check(all, FILTERS);
        String state = all.get("state");
        if (state != null && !STATES.contains(state)) {
            throw new IllegalArgumentException("'state' is '" + state + "', allowed are " + STATES);
        }
        int limit = Query.limit(all.get("limit"), USUAL, 0, MOST);
        List<AlertView> found = desk.alerts().stream()
                .filter(view -> matches(view, all, query.getOrDefault("matcher", List.of())))
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("total", found.size());
        answer.put("open", found.stream().filter(view -> view.alert().isOpen()).count());
        answer.put("alerts", found.stream().limit(limit).map(AlertsApi::json).toList());
        return answer;
    }

    private static boolean matches(AlertView view, Map<String, String> wanted, List<String> matchers) {
        Alert alert = view.alert();
        return isOrAny(wanted.get("state"), alert.state().text())
                && isOrAny(wanted.get("rule"), alert.rule())
                && isOrAny(wanted.get("device"), alert.device())
                && isOrAny(wanted.get("key"), alert.key())
                && isOrAny(wanted.get("severity"), alert.severity())
                && (wanted.get("receiver") == null || view.receivers().contains(wanted.get("receiver")))
                && AlertDesk.matches(alert, matchers);
    }

    private static boolean isOrAny(@Nullable String wanted, @Nullable String actual) {
        return wanted == null || wanted.equals(actual);
    }

    @PostMapping(path = "/{fingerprint}/acknowledge", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, @Nullable Object> acknowledge(
            @PathVariable String fingerprint, InputStream body, HttpServletRequest request)
            throws InterruptedException, IOException {
        Acknowledge given = StrictJson.read(body, Acknowledge.class);
        Acknowledgement done = desk.acknowledge(
                fingerprint, Caller.of(request).signs(given.author), Objects.requireNonNullElse(given.comment, ""));
        if (done == null) {
            throw new Missing("There is no alert '" + fingerprint + "' that is pending or fires.");
        }
        return json(done);
    }

    @GetMapping("/silences")
    Map<String, Object> silences() {
        Instant now = desk.now();
        return Map.of(
                "silences",
                desk.silences().stream().map(silence -> json(silence, now)).toList());
    }

    @PostMapping(path = "/silences", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> silence(InputStream body, HttpServletRequest request)
            throws InterruptedException, IOException {
        Silencing given = StrictJson.read(body, Silencing.class);
        Instant start = StrictJson.time("starts_at", given.start);
        Silence made = desk.silence(
                Objects.requireNonNullElse(given.matchers, List.of()),
                start,
                end(given, start == null ? desk.now() : start),
                Caller.of(request).signs(given.author),
                Objects.requireNonNullElse(given.comment, ""));
        return ResponseEntity.status(HttpStatus.CREATED).body(json(made, desk.now()));
    }

    private static Instant end(Silencing given, Instant start) {
        Instant end = StrictJson.time("ends_at", given.end);
        Duration duration = StrictJson.duration("duration", given.duration);
        if (end != null && duration == null) {
            return end;
        }
        if (end == null && duration != null) {
            return start.plus(duration);
        }
        throw new IllegalArgumentException("a silence has either 'ends_at' or 'duration'");
    }

    @DeleteMapping("/silences/{id}")
    Map<String, Object> expire(@PathVariable String id) throws InterruptedException {
        Silence ended = desk.expire(id);
        if (ended == null) {
            throw new Missing("There is no silence '" + id + "'.");
        }
        return json(ended, desk.now());
    }

    private static Map<String, @Nullable Object> json(AlertView view) {
        Alert alert = view.alert();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("fingerprint", alert.fingerprint());
        json.put("dedupe_key", alert.episode());
        json.put("state", alert.state().text());
        json.put("rule", alert.rule());
        json.put(alert.device() == null ? "key" : "device", alert.key());
        json.put("severity", alert.severity());
        json.put("since", alert.since().toString());
        json.put("at", alert.at().toString());
        json.put("value", alert.value());
        json.put("labels", alert.labels());
        json.put("annotations", alert.annotations());
        json.put("receivers", view.receivers());
        json.put("silenced_by", view.silence());
        json.put("inhibited", view.inhibited());
        json.put("acknowledged", view.acknowledgement() == null ? null : json(view.acknowledgement()));
        return json;
    }

    private static Map<String, @Nullable Object> json(Acknowledgement acknowledgement) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("fingerprint", acknowledgement.fingerprint());
        json.put("dedupe_key", acknowledgement.episode());
        json.put("author", acknowledgement.author());
        json.put("comment", acknowledgement.comment());
        json.put("at", acknowledgement.at().toString());
        return json;
    }

    private static Map<String, Object> json(Silence silence, Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", silence.id());
        json.put("state", silence.state(now));
        json.put("matchers", silence.matchers());
        json.put("starts_at", silence.start().toString());
        json.put("ends_at", silence.end().toString());
        json.put("author", silence.author());
        json.put("comment", silence.comment());
        return json;
    }
}
