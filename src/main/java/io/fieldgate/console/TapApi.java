package io.fieldgate.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.message.Failure;
import io.fieldgate.observe.RouteBoard;
import io.fieldgate.observe.Tap;
import io.fieldgate.observe.TapEvent;
import io.fieldgate.observe.TapListener;
import io.fieldgate.observe.TapWish;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * {@code /api/v1/routes/ID/tap}: messages on their way through a route, as server-sent events. A thread for each listener
 * waits for its client; no thread of a route or a socket of others does.
 */
@RestController
@RequestMapping("/api/v1/routes")
final class TapApi {
    private static final Logger LOG = LoggerFactory.getLogger(TapApi.class);
    static final List<String> FILTERS = List.of("step", "device", "failed", "limit");
    private static final int USUAL_LIMIT = 100;
    /** How soon it is noticed that a client has gone, while nothing happens. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

    private static final long ONCE_IN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RouteBoard board;
    private final Tap tap;

    TapApi(RouteBoard board, Tap tap) {
        this.board = board;
        this.tap = tap;
    }

    @GetMapping(path = "/{id}/tap", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter tap(
            @PathVariable String id, @RequestParam MultiValueMap<String, String> query, HttpServletRequest request) {
        TapWish wish = wish(id, query.toSingleValueMap());
        if (board.routes().stream().noneMatch(route -> route.id().equals(id))) {
            throw new Missing("There is no route '" + id + "'.");
        }
        TapListener listener = tap.open(wish);
        if (listener == null) {
            throw Failure.temporary(
                    "Too many look at routes already, or the gateway stops; end one of them first.", null);
        }
        SseEmitter client = new SseEmitter(0L);
        client.onCompletion(listener::close);
        client.onError(gone -> listener.close());
        BooleanSupplier allowed = Permissions.stillAllow(request);
        Thread thread = new Thread(() -> serve(listener, client, allowed), "tap-" + id);
        thread.setDaemon(true);
        thread.start();
        return client;
    }

    private static TapWish wish(String route, Map<String, String> query) {
        Query.check(query, FILTERS);
        String failed = query.getOrDefault("failed", "false");
        if (!failed.equals("true") && !failed.equals("false")) {
            throw new IllegalArgumentException("'failed' is '" + failed + "', allowed are true and false");
        }
        return new TapWish(
                route,
                query.get("step"),
                query.get("device"),
                failed.equals("true"),
                Query.limit(query.get("limit"), USUAL_LIMIT, 1, TapWish.MOST_PER_SECOND));
    }

    private static void serve(TapListener listener, SseEmitter client, BooleanSupplier allowed) {
        try (listener) {
            boolean told = listener.isOnlyForFailures();
            long dropped = 0;
            long toldAt = System.nanoTime();
            client.send(SseEmitter.event().comment("listening"));
            while (!listener.isClosed()) {
                TapEvent event = listener.next(SIGN_OF_LIFE);
                if (!allowed.getAsBoolean()) {
                    break;
                }
                client.send(
                        event == null
                                ? SseEmitter.event().comment("")
                                : SseEmitter.event().data(json(event)));
                if (listener.dropped() > dropped && System.nanoTime() - toldAt > ONCE_IN_NANOS) {
                    toldAt = System.nanoTime();
                    dropped = listener.dropped();
                    client.send(SseEmitter.event().name("dropped").data("{\"dropped\":" + dropped + "}"));
                }
                if (!told && listener.isOnlyForFailures()) {
                    told = true;
                    client.send(SseEmitter.event()
                            .name("note")
                            .data("{\"note\":\"" + TapListener.EVERYTHING.toMinutes()
                                    + " minutes are over; from now on failures only\"}"));
                }
            }
            client.complete();
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("A client that looked at a route has gone", gone);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static String json(TapEvent event) {
        ObjectNode json = JSON.createObjectNode()
                .put("at", event.at().toString())
                .put("step", event.step())
                .put("moment", event.entering() ? "enters" : "leaves")
                .put("message", event.message())
                .put("device", event.device());
        ObjectNode headers = json.putObject("headers");
        event.headers().forEach(headers::put);
        @Nullable String body = event.body();
        return json.put("body", body).put("failure", event.failure()).toString();
    }
}
