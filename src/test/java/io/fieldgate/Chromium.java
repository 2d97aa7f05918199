package io.fieldgate;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.fault.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A real browser without a window, led by Chromium's own protocol. It notes what the page complains of, and what it loads. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param folder for the browser's own files */
    static Chromium start(Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        executable(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Chromium(process, folder.resolve("DevToolsActivePort"));
        } catch (Exception failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /** There is no test without it: one that is passed over in silence shows nothing. */
    private static String executable() {
        String named = System.getenv("CHROME");
        if (named != null) {
            return named;
        }
        return Programs.find(NAMES)
                .map(Path::toString)
                .orElseThrow(() -> new AssertionError("The console is tested in a browser, and none of " + NAMES
                        + " is on the PATH. Install one, on Debian by: apt-get install chromium; or name yours in the"
                        + " environment variable CHROME."));
    }

    private Chromium(Process process, Path port) throws Exception {
        this.process = process;
        Awaitility.await()
                .atMost(60, SECONDS)
                .until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
        String number = Files.readAllLines(port).get(0);
        HttpClient client = HttpClient.newHttpClient();
        JsonNode pages = JSON.readTree(client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + number + "/json"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        String address = "";
        for (JsonNode page : pages) {
            if (page.path("type").asText().equals("page")) {
                address = page.path("webSocketDebuggerUrl").asText();
            }
        }
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(address), new Receiver())
                .get(60, SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    received(JSON.readTree(text.toString()));
                } catch (IOException malformed) {
                    complaints.add(malformed.toString());
                }
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void received(JsonNode message) {
        JsonNode said = message.path("params");
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").asInt());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" -> complaints.add("exception: " + said.path("exceptionDetails"));
            case "Runtime.consoleAPICalled" -> {
                if (said.path("type").asText().matches("error|warning|assert")) {
                    complaints.add("console: " + said.path("args"));
                }
            }
            case "Log.entryAdded" -> {
                JsonNode entry = said.path("entry");
                if (entry.path("level").asText().matches("error|warning")) {
                    complaints.add(entry.path("source").asText() + ": "
                            + entry.path("text").asText() + " "
                            + entry.path("url").asText());
                }
            }
            case "Network.requestWillBeSent" ->
                requests.add(said.path("request").path("url").asText());
            default -> {
                // Of no interest here.
            }
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        try {
            socket.sendText(message.toString(), true).get(60, SECONDS);
            JsonNode answered = answer.get(60, SECONDS);
            if (answered.has("error")) {
                throw new AssertionError(method + ": " + answered.path("error"));
            }
            return answered.path("result");
        } catch (Exception failed) {
            throw new AssertionError(method + " " + parameters, failed);
        }
    }

    /** Is run in every page before its own scripts. */
    void before(String script) {
        call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** Loads a page anew, also when only what stands behind the # differs. */
    void open(String url) {
        call("Page.navigate", Map.of("url", "about:blank"));
        call("Page.navigate", Map.of("url", url));
    }

    /** @param scheme light or dark */
    void look(int width, int height, String scheme) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What an expression is worth; promises are waited for. */
    JsonNode eval(String expression) {
        JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** What can be read on the page. */
    String text() {
        return eval("document.body.innerText").asText();
    }

    /** Clicks the only thing that is selected and has this text, or one of them. */
    void click(String selector, String text) {
        boolean clicked = eval("(() => { const found = [...document.querySelectorAll(" + quoted(selector)
                        + ")].find((one) => one.textContent.includes(" + quoted(text)
                        + ") && one.offsetParent !== null);"
                        + " found?.click(); return Boolean(found); })()")
                .asBoolean();
        if (!clicked) {
            throw new AssertionError(
                    "There is no " + selector + " with the text '" + text + "' on the page:\n" + text());
        }
    }

    /** Types into an input, as a person would. */
    void fill(String selector, String text) {
        eval("(() => { const field = document.querySelector(" + quoted(selector)
                + "); field.focus(); field.select(); })()");
        call("Input.insertText", Map.of("text", text));
    }

    /** Presses keys that write a letter. */
    void press(String letters) {
        letters.chars().mapToObj(Character::toString).forEach(key -> {
            call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", key));
            call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
        });
    }

    void enter() {
        Map<String, Object> key = Map.of("type", "keyDown", "key", "Enter", "text", "\r", "windowsVirtualKeyCode", 13);
        call("Input.dispatchKeyEvent", key);
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", "Enter", "windowsVirtualKeyCode", 13));
    }

    static String quoted(String text) {
        return JSON.valueToTree(text).toString();
    }

    void screenshot(Path file) throws IOException {
        byte[] png = Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                        .path("data")
                        .asText());
        Files.createDirectories(file.getParent());
        Files.write(file, png);
    }

    /** Errors and warnings of the pages so far: of scripts, of the content security policy, of what could not be loaded. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What the pages have asked for so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    void forget() {
        complaints.clear();
        requests.clear();
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // Until then its folder is not at rest.
        process.destroyForcibly().onExit().orTimeout(10, SECONDS).join();
    }
}
