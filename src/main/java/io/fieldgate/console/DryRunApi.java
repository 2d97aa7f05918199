package io.fieldgate.console;

import io.fieldgate.message.Failure;
import io.fieldgate.observe.Masks;
import io.fieldgate.route.reload.RouteReload;
import io.fieldgate.route.trial.DryRun;
import io.fieldgate.route.trial.DryRun.Outcome;
import io.fieldgate.route.trial.DryRun.Step;
import io.fieldgate.route.trial.DryRun.Written;
import io.fieldgate.route.trial.Mistake;
import io.fieldgate.route.trial.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/routes/ID/dry-run}: what a sample becomes with each step of a route, and what would be written where. The
 * route runs in a Camel context of its own whose ends are replaced; nothing is sent. One at a time.
 */
@RestController
@RequestMapping(path = "/api/v1/routes", produces = MediaType.APPLICATION_JSON_VALUE)
final class DryRunApi {
    /** Of each kind; a route that splits may have far more. */
    private static final int MOST_SHOWN = 200;

    private final RouteReload reload;
    private final Environment environment;
    private final Masks masks;
    private final Semaphore one = new Semaphore(1);

    DryRunApi(RouteReload reload, Environment environment, Masks masks) {
        this.reload = reload;
        this.environment = environment;
        this.masks = masks;
    }

    /**
     * A sample.
     *
     * @param body its text
     * @param base64 its bytes, instead of the text
     * @param topic that an MQTT message was published to
     * @param path of a request or a file
     * @param key of a record
     */
    record Sampled(
            @Nullable String body,
            @Nullable String base64,
            @Nullable String topic,
            @Nullable String path,
            @Nullable String key,
            @Nullable Map<String, String> headers) {
        private byte[] bytes() {
            if (base64 == null) {
                return Objects.requireNonNullElse(body, "").getBytes(StandardCharsets.UTF_8);
            }
            if (body != null) {
                throw new IllegalArgumentException("a sample has either 'body' or 'base64'");
            }
            try {
                return Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException none) {
                throw new IllegalArgumentException("'base64' is no base64");
            }
        }
    }

    @PostMapping(path = "/{id}/dry-run", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> run(@PathVariable String id, InputStream body) throws Exception {
        Sampled given = StrictJson.read(body, Sampled.class);
        DryRun.Sample sample = new DryRun.Sample(
                given.bytes(),
                given.topic,
                given.path,
                given.key,
                new TreeMap<>(Objects.requireNonNullElse(given.headers, Map.of())));
        Path file = Path.of(RouteSourceApi.file(reload, id).file());
        if (!one.tryAcquire()) {
            throw Failure.temporary("Somebody else tries a sample at the moment; try again.", null);
        }
        try {
            return json(DryRun.of(Settings.of(environment), id, file, sample));
        } catch (Mistake wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            throw Failure.rejected("UNREADABLE", "A route file cannot be read: " + unreadable.getMessage(), unreadable);
        } finally {
            one.release();
        }
    }

    private Map<String, Object> json(Outcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("steps", shown(outcome.steps()).stream().map(this::json).toList());
        json.put("written", shown(outcome.written()).stream().map(this::json).toList());
        json.put("left_out", left(outcome.steps()) + left(outcome.written()));
        return json;
    }

    private static <T> List<T> shown(List<T> all) {
        return all.subList(0, Math.min(all.size(), MOST_SHOWN));
    }

    private static int left(List<?> all) {
        return Math.max(0, all.size() - MOST_SHOWN);
    }

    private Map<String, @Nullable Object> json(Step step) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("depth", step.depth());
        json.put("id", step.id());
        json.put("label", masks.text(step.label()));
        json.put("body", text(step.body()));
        json.put("headers", headers(step.headers()));
        json.put("removed", step.removed());
        json.put("failure", text(step.failure()));
        return json;
    }

    private Map<String, @Nullable Object> json(Written written) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", written.kind());
        json.put("title", masks.text(written.title()));
        json.put("fields", headers(written.fields()));
        json.put("body", text(written.body()));
        return json;
    }

    private Map<String, String> headers(Map<String, String> headers) {
        Map<String, String> shown = new LinkedHashMap<>();
        headers.forEach((name, value) -> shown.put(name, masks.header(name, value)));
        return shown;
    }

    private @Nullable String text(@Nullable String text) {
        return text == null ? null : masks.text(text);
    }
}
