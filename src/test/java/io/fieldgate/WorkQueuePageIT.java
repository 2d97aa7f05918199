package io.fieldgate;

import static io.fieldgate.Chromium.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's pages of dead letters and files in a real browser, on answers that a gateway gives seldom. */
class WorkQueuePageIT {
    private static final Path PAGES = Path.of("src", "main", "resources", "static");
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");
    private static final String LETTER = """
            {"position": "telemetry.dlq-0@%d", "failed_at": "2026-01-01T00:00:00Z", "route": "rows", "code": "DB_DATA",
             "message": "no number", "device": "oven-%1$d", "bytes": %d, "full_bytes": %s, "replays": 0}
            """;
    private static final String LETTERS = "/api/v1/dead-letters";
    private static final String REPLAYS = "/api/v1/replays";

    /** What is answered, by the path or the path with its query. */
    private static final Map<String, String> ANSWERS = new ConcurrentHashMap<>();

    @TempDir
    private static Path folder;

    private static HttpServer gateway;
    private static ExecutorService threads;
    private static Chromium browser;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        gateway.setExecutor(threads);
        gateway.createContext("/", WorkQueuePageIT::answer);
        gateway.start();
        url = "http://127.0.0.1:" + gateway.getAddress().getPort() + "/";
        browser = Chromium.start(Files.createDirectories(folder.resolve("browser")));
        browser.look(1440, 900, "light");
    }

    @AfterAll
    static void stop() {
        browser.close();
        gateway.stop(0);
        threads.shutdownNow();
    }

    @BeforeEach
    void nothingWaits() {
        ANSWERS.clear();
        ANSWERS.put(LETTERS + "/summary", """
                {"held": {"telemetry.dlq": 2}, "causes": [], "others": 7, "hours": {}, "scanned": 100000, "complete": false}
                """);
        ANSWERS.put(LETTERS, page("null", letter(1, 20, null), letter(2, 20, null)));
        ANSWERS.put(REPLAYS, "{\"total\": 0, \"replays\": []}");
    }

    @Test
    void whatIsPickedStaysPickedOnItsPageAndIsLetGoWithAnotherFilter() {
        ANSWERS.put(LETTERS, page("\"further\"", letter(1, 20, null), letter(2, 20, null)));
        ANSWERS.put(LETTERS + "?limit=50&after=further", page("null", letter(3, 20, null)));
        open("#/queue/dead-letters");
        shows("oven-1");
        browser.eval(box(1) + ".click()");
        shows("Dry run of the 1 picked");

        browser.click("button", "Next");
        shows("oven-3");
        browser.click("button", "Back");
        shows("oven-1");
        assertThat(isPicked(1)).isTrue();
        assertThat(isPicked(2)).isFalse();

        browser.fill("#letter-code", "DB_DATA");
        browser.eval("document.querySelector('#letter-code').dispatchEvent(new Event('change'))");
        shows("Dry run of all that are like this");
        await().atMost(60, SECONDS).until(() -> !isPicked(1));
    }

    @Test
    void aLinkInARowLeadsWhereItSays() {
        open("#/queue/dead-letters");
        shows("oven-1");

        browser.eval("document.querySelector('[href=\"#/devices/oven-1\"]').click()");

        await().atMost(60, SECONDS)
                .until(() -> browser.eval("location.hash").asText().equals("#/devices/oven-1"));
    }

    @Test
    void saysThatOlderLettersWereNotLookedAt() {
        ANSWERS.put(LETTERS, """
                {"dead_letters": [], "next": "further", "scanned": 50000, "complete": false}
                """);
        ANSWERS.put(LETTERS + "?limit=50&after=further", page("null", letter(3, 20, null)));

        open("#/queue/dead-letters");

        shows("50,000 were looked through; older ones were not yet.");
        shows("Of the newest 100K; older ones were not counted.");
        shows("And 7 with other causes.");
        browser.click("button", "Next");
        shows("oven-3");
    }

    @Test
    void saysHowMuchOfALargeLetterWasKept() {
        ANSWERS.put(LETTERS, page("null", letter(1, 1_024, 5 << 20)));

        open("#/queue/dead-letters");

        shows("1 KB of 5 MB");
    }

    @Test
    void saysWhyLettersWereLeftOutOfAReplay() {
        ANSWERS.put(REPLAYS, """
                {"total": 1, "replays": [{"id": "r", "state": "done", "author": "ann", "began_at": "2026-01-01T00:00:00Z",
                 "ended_at": "2026-01-01T00:01:00Z", "ended_by": null, "waits_for": null, "looked": 30, "to_look": 30,
                 "replayed": 5, "failed": 0, "skipped": 25,
                 "skips": [{"position": "telemetry.dlq-0@9", "reason": "Only its beginning was kept."}]}]}
                """);

        open("#/queue/dead-letters");
        shows("Why they were left out");
        browser.eval("document.querySelector('li details').open = true");

        shows("telemetry.dlq-0@9 Only its beginning was kept.");
        shows("And 24 more.");
    }

    @Test
    void saysHowFarADryRunHasCome() {
        open("#/queue/dead-letters");
        shows("Dry run of all");
        ANSWERS.put(REPLAYS + " POST", """
                {"looked": 1000, "to_look": 5000, "complete": false, "selected": 900, "skipped": 0, "tried": 500,
                 "would_pass": 500, "would_fail": 0, "unknown": 0, "reasons": []}
                """);

        browser.click("button", "Dry run of all");

        shows("1,000 of 5,000 were looked at; there was no time for the others.");
    }

    @Test
    void saysWhatAReloadHasChangedBesideRoutes() {
        ANSWERS.put("/api/v1/config", """
                {"successful": true, "files": [{"file": "routes/a.camel.yaml", "state": "running", "hash": "1",
                 "since": null, "routes": ["a"], "problems": [], "verdict": null}], "reloads": []}
                """);
        ANSWERS.put("/api/v1/config/reload POST", """
                {"entries": "routes", "added": [], "changed": [], "removed": [], "problems": [], "successful": true,
                 "configuration": [{"entries": "rules", "file": "config/alerts.yaml", "added": ["a", "b"], "changed": ["c"],
                 "removed": []}]}
                """);
        open("#/routes");
        shows("routes/a.camel.yaml");

        browser.click("button", "Reload now");

        shows("rules: 2 added, 1 changed.");
    }

    private static String letter(int offset, int bytes, @Nullable Integer full) {
        return LETTER.formatted(offset, bytes, full);
    }

    private static String page(String next, String... letters) {
        return "{\"dead_letters\": [" + String.join(",", letters) + "], \"next\": " + next
                + ", \"scanned\": 50, \"complete\": " + next.equals("null") + "}";
    }

    private static String box(int offset) {
        return "document.querySelector('[aria-label=\"Pick telemetry.dlq-0@" + offset + "\"]')";
    }

    private static boolean isPicked(int offset) {
        return browser.eval(box(offset) + ".checked").asBoolean();
    }

    private static void open(String place) {
        browser.open(url + place);
    }

    private static void shows(String text) {
        await(text)
                .atMost(60, SECONDS)
                .until(() -> browser.eval(
                                "document.body?.innerText.replace(/\\s+/g, ' ').includes(" + quoted(text) + ")")
                        .asBoolean());
    }

    private static void answer(HttpExchange request) throws IOException {
        try (request) {
            request.getRequestBody().readAllBytes();
            String path = request.getRequestURI().getPath();
            if (path.startsWith("/api/")) {
                send(request, "application/json", api(request, path));
                return;
            }
            Path file = PAGES.resolve(path.equals("/") ? "index.html" : path.substring(1));
            String name = file.getFileName().toString();
            send(
                    request,
                    TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"),
                    Files.isRegularFile(file) ? Files.readAllBytes(file) : null);
        }
    }

    private static byte @Nullable [] api(HttpExchange request, String path) {
        String query = request.getRequestURI().getQuery();
        String known = request.getRequestMethod().equals("POST")
                ? ANSWERS.get(path + " POST")
                : ANSWERS.getOrDefault(path + "?" + query, ANSWERS.get(path));
        return known == null ? null : known.getBytes(UTF_8);
    }

    private static void send(HttpExchange request, String type, byte @Nullable [] body) throws IOException {
        request.getResponseHeaders().set("Content-Type", type);
        request.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
        if (body != null) {
            request.getResponseBody().write(body);
        }
    }
}
