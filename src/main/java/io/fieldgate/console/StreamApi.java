package io.fieldgate.console;

import io.fieldgate.message.Failure;
import io.fieldgate.observe.live.Live;
import io.fieldgate.observe.live.LiveEvent;
import io.fieldgate.observe.live.LiveItem;
import io.fieldgate.observe.live.LiveListener;
import io.fieldgate.observe.live.Tick;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** {@code /api/v1/stream}: the gateway as it is, once a second, and what happens, for as long as somebody looks. */
@RestController
@RequestMapping(path = "/api/v1/stream")
final class StreamApi {
    private static final Logger LOG = LoggerFactory.getLogger(StreamApi.class);
    static final List<String> PARAMETERS = List.of("topics");
    private static final String TICK = "tick";
    private static final String EVENT = "event";
    private static final Set<String> TOPICS = new LinkedHashSet<>(List.of(TICK, EVENT));
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
    private static final long AGAIN_MILLIS = 2_000;

    private final Live live;
    private final LiveJson json;

    StreamApi(Live live, LiveJson json) {
        this.live = live;
        this.json = json;
    }

    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(
            @RequestParam MultiValueMap<String, String> query,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
            HttpServletRequest request) {
        Query.check(query.toSingleValueMap(), PARAMETERS);
        Set<String> topics = topics(query.getFirst("topics"));
        LiveListener listener = live.open(topics.contains(TICK), topics.contains(EVENT), number(last));
        if (listener == null) {
            throw Failure.temporary(
                    "Too many look at the gateway already, or it stops; close one of the pages first.", null);
        }
        SseEmitter client = new SseEmitter(0L);
        client.onCompletion(listener::close);
        client.onError(gone -> listener.close());
        BooleanSupplier allowed = Permissions.stillAllow(request);
        Thread thread = new Thread(() -> serve(listener, client, allowed), "stream");
        thread.setDaemon(true);
        thread.start();
        return client;
    }

    private static Set<String> topics(@Nullable String text) {
        Set<String> topics = text == null ? TOPICS : new LinkedHashSet<>(List.of(text.split(",", -1)));
        if (!TOPICS.containsAll(topics)) {
            throw new IllegalArgumentException("'topics' is '" + text + "', allowed are " + TICK + ", " + EVENT
                    + " and both with a comma between them");
        }
        return topics;
    }

    /** What another gateway, or nobody, has given is as good as nothing. */
    private static @Nullable Long number(@Nullable String last) {
        return last != null && last.matches("[0-9]{1,18}") ? Long.valueOf(last) : null;
    }

    private void serve(LiveListener listener, SseEmitter client, BooleanSupplier allowed) {
        try (listener) {
            client.send(SseEmitter.event().reconnectTime(AGAIN_MILLIS).comment("listening"));
            while (!listener.isClosed()) {
                LiveItem item = listener.next(SIGN_OF_LIFE);
                if (!allowed.getAsBoolean()) {
                    break;
                }
                if (item instanceof Tick tick) {
                    client.send(SseEmitter.event()
                            .id(Long.toString(tick.event()))
                            .name(TICK)
                            .data(json.tick(tick)));
                } else if (item instanceof LiveEvent event) {
                    client.send(SseEmitter.event()
                            .id(Long.toString(event.id()))
                            .name(EVENT)
                            .data(LiveJson.event(event).toString()));
                } else if (!listener.isClosed()) {
                    client.send(SseEmitter.event().comment(""));
                }
            }
            client.complete();
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("A client that looked at the gateway has gone", gone);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
