package io.fieldgate.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldgate.http.Caller;
import io.fieldgate.message.JsonPointers;
import io.fieldgate.message.JsonScanner;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Utf8;
import io.fieldgate.observe.Masks;
import io.fieldgate.observe.device.DeviceRegistry;
import io.fieldgate.topic.CommandDesk;
import io.fieldgate.topic.DeviceRecord;
import io.fieldgate.topic.DeviceRecords;
import io.fieldgate.topic.RecordPlace;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/devices/ID/commands}: tells a device to do something. A command goes into the topic of a route that publishes
 * it, under the device's key and with the name of who has sent it; the answer is looked for in the topic of a route that takes
 * it from the broker.
 */
@RestController
@RequestMapping(path = "/api/v1/devices", produces = MediaType.APPLICATION_JSON_VALUE)
final class CommandsApi {
    private static final Logger LOG = LoggerFactory.getLogger(CommandsApi.class);
    static final List<String> FILTERS = List.of("id", "route", "since");
    static final int MOST_BYTES = 32 * 1024;
    private static final Duration USUAL_EXPIRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_EXPIRY = Duration.ofDays(7);
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-zA-Z0-9.+-]{1,60}/[a-zA-Z0-9.+-]{1,60}");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}");

    private final CommandRoutes routes;
    private final CommandDesk desk;
    private final DeviceRecords records;
    private final Masks masks;

    CommandsApi(CommandRoutes routes, CommandDesk desk, DeviceRecords records, Masks masks) {
        this.routes = routes;
        this.desk = desk;
        this.records = records;
        this.masks = masks;
    }

    /**
     * @param route may be left out when there is only one
     * @param answerRoute null: no answer is asked for
     */
    record Command(
            @Nullable String value,
            @JsonProperty("content_type") @Nullable String type,
            @Nullable String expiry,
            @Nullable String route,
            @JsonProperty("answer_route") @Nullable String answerRoute,
            @Nullable Map<String, String> captures) {}

    @GetMapping("/{id}/commands")
    Map<String, Object> ways(@PathVariable String id) throws IOException {
        CommandRoutes.Ways ways = routes.find();
        return Map.of(
                "routes", ways.commands().stream().map(CommandsApi::json).toList(),
                "answer_routes", ways.answers().stream().map(CommandsApi::json).toList(),
                "max_bytes", MOST_BYTES);
    }

    private static Map<String, Object> json(CommandRoutes.Way way) {
        return Map.of("route", way.route(), "topic", way.topic(), "mqtt", way.mqtt(), "captures", way.captures());
    }

    @PostMapping(path = "/{id}/commands", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, @Nullable Object>> send(
            @PathVariable String id,
            @RequestParam(name = "id", required = false) @Nullable String named,
            InputStream body,
            HttpServletRequest request)
            throws IOException {
        String device = device(DevicePath.device(id, named));
        Command command = StrictJson.read(body, Command.class, 4 * MOST_BYTES);
        String type = Objects.requireNonNullElse(command.type, "application/json");
        byte[] value = value(command, type);
        Duration expiry = expiry(command.expiry);
        Map<String, String> captures = Objects.requireNonNullElse(command.captures, Map.of());
        CommandRoutes.Ways ways = routes.find();
        CommandRoutes.Way way = way("route", command.route, ways.commands());
        String to = way.topicOf(device, captures);
        String answers = command.answerRoute == null
                ? null
                : way("answer_route", command.answerRoute, ways.answers()).topicOf(device, captures);
        String key = UUID.randomUUID().toString();
        String author = Caller.of(request).name();
        Map<String, Object> headers = new LinkedHashMap<>();
        // The first, so that no name of a capture can be one of ours.
        way.captures().forEach(name -> headers.put(RecordHeaders.PREFIX + name, captures.getOrDefault(name, "")));
        headers.put(RecordHeaders.SOURCE, "console");
        headers.put("fg.author", author);
        headers.put(RecordHeaders.CONTENT_TYPE, type);
        headers.put(RecordHeaders.MQTT_MESSAGE_EXPIRY, expiry.toSeconds());
        headers.put(RecordHeaders.MQTT_CORRELATION_DATA, key);
        if (answers != null) {
            headers.put(RecordHeaders.MQTT_RESPONSE_TOPIC, answers);
        }
        Instant now = Instant.now();
        RecordPlace place = desk.send(way.topic(), device, value, headers);
        LOG.info(
                "{} has sent the command {} of {} bytes to the device '{}': {} under {}, for the route {}.",
                CONTROLS.matcher(author).replaceAll("?"),
                key,
                value.length,
                CONTROLS.matcher(device).replaceAll("?"),
                place,
                to,
                way.route());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", key);
        answer.put("position", place.toString());
        answer.put("route", way.route());
        answer.put("mqtt", to);
        answer.put("answers", answers);
        answer.put("author", author);
        answer.put("sent_at", now.toString());
        answer.put("expires_at", now.plus(expiry).toString());
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(answer);
    }

    private static String device(String device) {
        if (device.isEmpty() || device.getBytes(StandardCharsets.UTF_8).length > DeviceRegistry.LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "the name of the device is too long, allowed are " + DeviceRegistry.LONGEST_NAME + " bytes");
        }
        return device;
    }

    private static byte[] value(Command command, String type) {
        if (command.value == null) {
            throw new IllegalArgumentException("'value' is missing: what the device is to receive, as a text");
        }
        if (!MEDIA_TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException(
                    "'content_type' is '" + type + "', allowed are types like application/json and text/plain");
        }
        byte[] value = command.value.getBytes(StandardCharsets.UTF_8);
        if (value.length > MOST_BYTES) {
            throw new IllegalArgumentException("'value' has " + value.length + " bytes, allowed are " + MOST_BYTES);
        }
        if (type.equals(MediaType.APPLICATION_JSON_VALUE)) {
            JsonScanner.document(value, JsonPointers.of());
        }
        return value;
    }

    private static Duration expiry(@Nullable String text) {
        Duration given = StrictJson.duration("expiry", text);
        Duration expiry = given == null ? USUAL_EXPIRY : given;
        if (expiry.toSeconds() < 1 || expiry.compareTo(LONGEST_EXPIRY) > 0) {
            throw new IllegalArgumentException(
                    "'expiry' is '" + text + "', allowed is 1s to " + LONGEST_EXPIRY.toDays() + "d");
        }
        return expiry;
    }

    private static CommandRoutes.Way way(String field, @Nullable String wanted, List<CommandRoutes.Way> ways) {
        List<CommandRoutes.Way> found = ways.stream()
                .filter(way -> wanted == null || way.route().equals(wanted))
                .toList();
        if ((wanted == null && found.size() != 1) || found.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + field + "' is " + (wanted == null ? "missing" : "'" + wanted + "'") + ", allowed are "
                            + ways.stream().map(CommandRoutes.Way::route).toList());
        }
        return found.get(0);
    }

    @GetMapping("/{id}/commands/{command}")
    Map<String, @Nullable Object> answer(
            @PathVariable String id,
            @PathVariable String command,
            @RequestParam MultiValueMap<String, String> parameters)
            throws IOException {
        Map<String, String> query = parameters.toSingleValueMap();
        Query.check(query, FILTERS);
        String device = device(DevicePath.device(id, query.get("id")));
        CommandRoutes.Way way = way("route", query.get("route"), routes.find().answers());
        Instant since = StrictJson.time("since", query.get("since"));
        Instant now = Instant.now();
        if (since == null || since.isBefore(now.minus(LONGEST_EXPIRY))) {
            throw new IllegalArgumentException(
                    "'since' is missing or too long ago, allowed is when the command was sent");
        }
        AtomicReference<@Nullable DeviceRecord> found = new AtomicReference<>();
        DeviceRecords.Extent extent = records.look(way.topic(), device, since, record -> {
            boolean isIt = command.equals(record.headers().get(RecordHeaders.MQTT_CORRELATION_DATA));
            if (isIt) {
                found.set(record);
            }
            return !isIt;
        });
        DeviceRecord record = found.get();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("answer", record == null ? null : json(record));
        answer.put("complete", extent.complete());
        return answer;
    }

    private Map<String, Object> json(DeviceRecord record) {
        String text = record.value().length > MOST_BYTES ? null : Utf8.text(record.value());
        return Map.of(
                "at",
                record.at().toString(),
                "value",
                text == null ? record.value().length + " bytes" : masks.text(text));
    }
}
