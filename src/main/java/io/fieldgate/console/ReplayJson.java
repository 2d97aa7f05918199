package io.fieldgate.console;

import io.fieldgate.observe.Masks;
import io.fieldgate.topic.LetterFilter;
import io.fieldgate.topic.RecordPlace;
import io.fieldgate.topic.ReplayForecast;
import io.fieldgate.topic.ReplayJob;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replays as JSON, without what nobody shall see. The payload of an edit is not told. */
final class ReplayJson {
    private static final int MOST_SHOWN = 20;

    private final Masks masks;

    ReplayJson(Masks masks) {
        this.masks = masks;
    }

    Map<String, @Nullable Object> of(ReplayJob job) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", job.id());
        json.put("state", job.state().name().toLowerCase(Locale.ROOT));
        json.put("author", job.order().author());
        json.put("began_at", job.began().toString());
        json.put("ended_at", job.ended() == null ? null : job.ended().toString());
        json.put("ended_by", masked(job.endedBy()));
        json.put("owner", job.owner());
        json.put("waits_for", masked(job.waitsFor()));
        json.put(
                "positions",
                job.order().places().stream().map(RecordPlace::toString).toList());
        json.put("filter", job.order().places().isEmpty() ? filter(job.order().filter()) : null);
        json.put("include_replayed", job.order().again());
        json.put("rate", job.order().rate());
        json.put("edited", job.order().value() != null);
        json.put("looked", job.looked());
        json.put("to_look", job.toLook());
        json.put("replayed", job.replayed());
        json.put("failed", job.failed());
        json.put("passed_over", job.passed());
        json.put("skipped", job.skipped().size());
        json.put(
                "skips",
                job.skipped().stream()
                        .limit(MOST_SHOWN)
                        .map(skip -> Map.of("position", skip.place().toString(), "reason", masks.text(skip.reason())))
                        .toList());
        return json;
    }

    private @Nullable String masked(@Nullable String text) {
        return text == null ? null : masks.text(text);
    }

    private static Map<String, @Nullable Object> filter(LetterFilter filter) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("topic", filter.topic());
        json.put("route", filter.route());
        json.put("code", filter.code());
        json.put("device", filter.device());
        json.put("since", filter.since() == null ? null : filter.since().toString());
        json.put("until", filter.until() == null ? null : filter.until().toString());
        return json;
    }

    Map<String, @Nullable Object> of(ReplayForecast forecast) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("looked", forecast.looked());
        json.put("to_look", forecast.toLook());
        json.put("complete", forecast.complete());
        json.put("selected", forecast.selected());
        json.put("skipped", forecast.skipped());
        json.put("tried", forecast.tried());
        json.put("would_pass", forecast.passed());
        json.put("would_fail", forecast.failed());
        json.put("unknown", forecast.unknown());
        json.put("reasons", forecast.reasons().stream().map(this::of).toList());
        return json;
    }

    private Map<String, Object> of(ReplayForecast.Reason reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", reason.code());
        json.put("message", masks.text(reason.message()));
        json.put("count", reason.count());
        json.put("example", reason.example().toString());
        return json;
    }
}
