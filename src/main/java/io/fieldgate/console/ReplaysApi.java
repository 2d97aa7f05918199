package io.fieldgate.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fieldgate.http.Caller;
import io.fieldgate.message.Failure;
import io.fieldgate.observe.Masks;
import io.fieldgate.route.reload.RouteReload;
import io.fieldgate.route.trial.Mistake;
import io.fieldgate.route.trial.RouteTrial;
import io.fieldgate.topic.LetterFilter;
import io.fieldgate.topic.RecordPlace;
import io.fieldgate.topic.ReplayForecast;
import io.fieldgate.topic.ReplayJob;
import io.fieldgate.topic.ReplayOrder;
import io.fieldgate.topic.Replays;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
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

/** {@code /api/v1/replays}: dead letters go back, and who has sent them. */
@RestController
@RequestMapping(path = "/api/v1/replays", produces = MediaType.APPLICATION_JSON_VALUE)
final class ReplaysApi {
    private static final int MOST_BODY = 512 * 1024;
    private static final int LONGEST_AUTHOR = 200;
    private static final int MOST_LISTED = 1_000;
    private static final int USUAL_LISTED = 100;
    private static final String MASK = "\"" + Masks.MASK + "\"";

    private final Replays replays;
    private final RouteReload routes;
    private final Environment environment;
    private final ReplayJson json;
    /** One dry run at a time: each makes all routes once more. */
    private final Semaphore room = new Semaphore(1);

    ReplaysApi(Replays replays, RouteReload routes, Environment environment, Masks masks) {
        this.replays = replays;
        this.routes = routes;
        this.environment = environment;
        this.json = new ReplayJson(masks);
    }

    /** Either of both is the payload that goes in place of the letter's. */
    record Edit(@Nullable String value, @Nullable String base64) {}

    record Selection(
            @Nullable String topic,
            @Nullable String route,
            @Nullable String code,
            @Nullable String device,
            @Nullable String since,
            @Nullable String until) {}

    record Order(
            @Nullable List<String> positions,
            @Nullable Selection filter,
            @JsonProperty("dry_run") @Nullable Boolean dryRun,
            @JsonProperty("include_replayed") @Nullable Boolean again,
            @Nullable Integer rate,
            @Nullable Edit edit,
            @Nullable String author) {}

    @GetMapping
    Map<String, Object> list(@RequestParam MultiValueMap<String, String> query) {
        Map<String, String> all = query.toSingleValueMap();
        Query.check(all, List.of("limit"));
        int limit = Query.limit(all.get("limit"), USUAL_LISTED, 1, MOST_LISTED);
        List<ReplayJob> jobs = replays.list();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("total", jobs.size());
        answer.put("replays", jobs.stream().limit(limit).map(json::of).toList());
        return answer;
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> show(@PathVariable String id) {
        return json.of(known(id, replays.find(id)));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, @Nullable Object>> begin(InputStream body, HttpServletRequest request)
            throws IOException, InterruptedException {
        Order given = StrictJson.read(body, Order.class, MOST_BODY);
        ReplayOrder order = order(given, Caller.of(request));
        if (Boolean.TRUE.equals(given.dryRun)) {
            return ResponseEntity.ok(json.of(forecast(order)));
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(json.of(replays.start(order)));
    }

    @PostMapping("/{id}/stop")
    Map<String, @Nullable Object> stop(@PathVariable String id, HttpServletRequest request)
            throws InterruptedException {
        return json.of(known(id, replays.stop(id, Caller.of(request).name())));
    }

    @PostMapping("/{id}/resume")
    Map<String, @Nullable Object> resume(@PathVariable String id) throws InterruptedException {
        return json.of(known(id, replays.resume(id)));
    }

    private static ReplayJob known(String id, @Nullable ReplayJob job) {
        if (job == null) {
            throw new Missing("There is no replay '" + id + "'.");
        }
        return job;
    }

    private ReplayForecast forecast(ReplayOrder order) {
        List<Path> files = routes.filesInEffect();
        if (!room.tryAcquire()) {
            throw Failure.temporary("Another dry run goes on at the moment; ask again.", null);
        }
        try (RouteTrial trial = RouteTrial.of(environment, files)) {
            return replays.forecast(order, trial);
        } catch (Mistake untried) {
            throw Failure.rejected(
                    "CANNOT_TRY", "The routes cannot be tried beside the gateway: " + untried.getMessage(), untried);
        } finally {
            room.release();
        }
    }

    private static ReplayOrder order(Order given, Caller caller) {
        boolean named = given.positions != null && !given.positions.isEmpty();
        if (named == (given.filter != null)) {
            throw new IllegalArgumentException("a replay has either 'positions' or 'filter'; the filter {} means all");
        }
        List<RecordPlace> places = new ArrayList<>();
        if (given.positions != null) {
            for (String text : given.positions) {
                RecordPlace place = RecordPlace.parse(text);
                if (place == null) {
                    throw new IllegalArgumentException(
                            "'positions' has '" + text + "', allowed are TOPIC-PARTITION@OFFSET");
                }
                places.add(place);
            }
        }
        return new ReplayOrder(
                given.filter == null ? LetterFilter.ALL : filter(given.filter),
                places,
                Boolean.TRUE.equals(given.again),
                given.rate == null ? ReplayOrder.USUAL_PER_SECOND : given.rate,
                given.edit == null ? null : value(given.edit),
                author(caller, given.author));
    }

    private static LetterFilter filter(Selection given) {
        return new LetterFilter(
                given.topic,
                given.route,
                given.code,
                given.device,
                StrictJson.time("since", given.since),
                StrictJson.time("until", given.until));
    }

    private static byte[] value(Edit edit) {
        String value = edit.value;
        String base64 = edit.base64;
        if (value != null && base64 == null) {
            if (value.contains(MASK)) {
                throw new IllegalArgumentException(
                        "'value' has " + MASK + ", which stands for something that was hidden; write what is to go");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        }
        if (value != null || base64 == null) {
            throw new IllegalArgumentException("an edit has either 'value' or 'base64'");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException("'base64' is none: " + none.getMessage());
        }
    }

    /** Who has logged in, who the token is of, or that it was this machine; and what these two say of themselves. */
    private static String author(Caller caller, @Nullable String said) {
        if (said == null || said.isBlank() || caller.proof() == Caller.Proof.SESSION) {
            return caller.name();
        }
        if (said.length() > LONGEST_AUTHOR || said.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "'author' is too long or has control characters, allowed are " + LONGEST_AUTHOR + " characters");
        }
        return caller.name() + " (" + said + ")";
    }
}
