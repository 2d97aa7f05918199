package io.fieldgate.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.topic.ReplayJob.Skip;
import io.fieldgate.topic.ReplayJob.State;
import io.fieldgate.topic.ReplayJob.Stretch;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replays as they stand in Kafka. */
final class ReplayCodec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplayCodec() {}

    static byte[] bytes(ReplayJob job) {
        ObjectNode json = JSON.createObjectNode()
                .put("began", job.began().toString())
                .put("owner", job.owner())
                .put("state", job.state().name())
                .put("ended", text(job.ended()))
                .put("ended_by", job.endedBy())
                .put("replayed", job.replayed())
                .put("failed", job.failed())
                .put("passed", job.passed());
        order(job.order(), json.putObject("order"));
        ArrayNode stretches = json.putArray("stretches");
        for (Stretch each : job.stretches()) {
            stretches
                    .addArray()
                    .add(each.topic())
                    .add(each.partition())
                    .add(each.from())
                    .add(each.end())
                    .add(each.next());
        }
        ArrayNode skipped = json.putArray("skipped");
        job.skipped()
                .forEach(skip -> skipped.addArray().add(skip.place().toString()).add(skip.reason()));
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON can be written", impossible);
        }
    }

    private static void order(ReplayOrder order, ObjectNode json) {
        LetterFilter filter = order.filter();
        json.put("author", order.author())
                .put("again", order.again())
                .put("rate", order.rate())
                .put("topic", filter.topic())
                .put("route", filter.route())
                .put("code", filter.code())
                .put("device", filter.device())
                .put("since", text(filter.since()))
                .put("until", text(filter.until()))
                .put("value", order.value() == null ? null : Base64.getEncoder().encodeToString(order.value()));
        ArrayNode places = json.putArray("places");
        order.places().forEach(place -> places.add(place.toString()));
    }

    /** Null when the bytes are none. */
    static @Nullable ReplayJob job(String id, byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            JsonNode end = json.path("ended_by");
            List<Stretch> stretches = new ArrayList<>();
            for (JsonNode each : json.path("stretches")) {
                stretches.add(new Stretch(
                        each.path(0).asText(),
                        each.path(1).asInt(),
                        each.path(2).asLong(),
                        each.path(3).asLong(),
                        each.path(4).asLong()));
            }
            List<Skip> skipped = new ArrayList<>();
            for (JsonNode each : json.path("skipped")) {
                skipped.add(new Skip(place(each.path(0).asText()), each.path(1).asText()));
            }
            return new ReplayJob(
                    id,
                    order(json.path("order")),
                    Instant.parse(json.path("began").asText()),
                    json.path("owner").asText(),
                    State.valueOf(json.path("state").asText()),
                    time(json.path("ended")),
                    end.isTextual() ? end.asText() : null,
                    stretches,
                    json.path("replayed").asLong(),
                    json.path("failed").asLong(),
                    json.path("passed").asLong(),
                    skipped,
                    null);
        } catch (IOException | DateTimeException | IllegalArgumentException foreign) {
            return null;
        }
    }

    private static ReplayOrder order(JsonNode json) {
        List<RecordPlace> places = new ArrayList<>();
        json.path("places").forEach(place -> places.add(place(place.asText())));
        String value = string(json, "value");
        return new ReplayOrder(
                new LetterFilter(
                        string(json, "topic"),
                        string(json, "route"),
                        string(json, "code"),
                        string(json, "device"),
                        time(json.path("since")),
                        time(json.path("until"))),
                places,
                json.path("again").asBoolean(),
                json.path("rate").asInt(),
                value == null ? null : Base64.getDecoder().decode(value),
                json.path("author").asText());
    }

    private static RecordPlace place(String text) {
        RecordPlace place = RecordPlace.parse(text);
        if (place == null) {
            throw new IllegalArgumentException("'" + text + "' is no place of a record");
        }
        return place;
    }

    private static @Nullable String string(JsonNode json, String name) {
        return json.path(name).isTextual() ? json.path(name).asText() : null;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant time(JsonNode json) {
        return json.isTextual() ? Instant.parse(json.asText()) : null;
    }
}
