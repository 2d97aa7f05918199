package io.fieldgate;

import static io.fieldgate.Chromium.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.fieldgate.command.GatewayStart;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Parts;
import io.fieldgate.http.user.Role;
import io.fieldgate.http.user.UserFile;
import io.fieldgate.message.Sha256;
import io.fieldgate.notify.AlertRecords;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The console of a whole gateway in a real browser, as people see and use it. Pictures of the screens are in target/console. */
@TestMethodOrder(OrderAnnotation.class)
class ConsoleIT {
    private static final String MARKUP = "<img src=x onerror=window.hacked=1>";
    private static final Path PICTURES = Path.of("target", "console");

    /** Lets a test cut the page off its gateway, the streams that are open included. */
    private static final String SCISSORS = """
            (() => {
              const open = new Set();
              const real = window.fetch;
              let cut = false;
              window.fetch = (path, options = {}) => {
                if (cut) {
                  return Promise.reject(new TypeError('cut'));
                }
                const own = new AbortController();
                open.add(own);
                options.signal?.addEventListener('abort', () => own.abort(options.signal.reason));
                return real(path, { ...options, signal: own.signal });
              };
              window.cutOff = (wanted) => {
                cut = wanted;
                open.forEach((one) => one.abort(new TypeError('cut')));
              };
            })()
            """;

    /** What of the page is not readable enough by WCAG 2.2, 1.4.3, or has no name by 4.1.2. */
    private static final String UNREADABLE = """
            (() => {
              const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
              const pen = canvas.getContext('2d', { willReadFrequently: true });
              const rgba = (colour) => {
                pen.clearRect(0, 0, 1, 1);
                pen.fillStyle = colour;
                pen.fillRect(0, 0, 1, 1);
                return [...pen.getImageData(0, 0, 1, 1).data];
              };
              const over = (top, below) => [0, 1, 2].map((i) => (top[i] * top[3] + below[i] * (255 - top[3])) / 255).concat(255);
              const light = ([r, g, b]) => {
                const [x, y, z] = [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
                return 0.2126 * x + 0.7152 * y + 0.0722 * z;
              };
              const behind = (element) => {
                const layers = [];
                for (let at = element; at; at = at.parentElement) {
                  layers.push(rgba(getComputedStyle(at).backgroundColor));
                }
                return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 255]);
              };
              const found = [];
              for (const element of document.querySelectorAll('body *')) {
                const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.nodeValue.trim());
                if (own.length === 0 || element.closest('svg, .unseen, .skip, :disabled, [data-state=stale], noscript') || !element.checkVisibility()) {
                  continue;
                }
                const style = getComputedStyle(element);
                const background = behind(element);
                const ink = over(rgba(style.color), background);
                const [least, most] = [light(background), light(ink)].sort((a, b) => a - b);
                const ratio = (most + 0.05) / (least + 0.05);
                const size = parseFloat(style.fontSize);
                const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
                if (ratio < (large ? 3 : 4.5)) {
                  found.push(`${ratio.toFixed(2)}: ${element.className} '${own[0].nodeValue.trim().slice(0, 40)}'`);
                }
              }
              for (const control of document.querySelectorAll('button, a, input, select, textarea, meter, progress')) {
                if (control.checkVisibility() && !(control.getAttribute('aria-label') || control.textContent.trim() || control.title || control.labels?.length)) {
                  found.push(`no name: ${control.outerHTML.slice(0, 90)}`);
                }
              }
              if (document.querySelectorAll('h1').length !== 1) {
                found.push(`${document.querySelectorAll('h1').length} h1`);
              }
              return found;
            })()
            """;

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;
    private static EmbeddedMqttBroker broker;
    private static ConfigurableApplicationContext gateway;
    private static Mqtt5BlockingClient devices;
    private static Chromium browser;
    private static String url;

    @BeforeAll
    static void startEverything() throws Exception {
        browser = Chromium.start(Files.createDirectories(folder.resolve("browser")));
        browser.before(SCISSORS);
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        broker.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("alerts", Optional.of(1), Optional.empty())
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get(60, SECONDS);
        }
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("ovens.camel.yaml"), """
                # What the ovens measure.
                - templatedRoute:
                    routeTemplateRef: mqtt-to-topic
                    routeId: ovens
                    parameters:
                      - { name: filter, value: "ovens/{site}/{device}/telemetry" }
                      - { name: topic, value: telemetry }
                - templatedRoute:
                    routeTemplateRef: http-to-topic
                    routeId: phones
                    parameters:
                      - { name: path, value: "/v1/phones/{device}" }
                      - { name: topic, value: telemetry }
                """);
        Files.writeString(routes.resolve("copies.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: topic-to-topic
                    routeId: copies
                    parameters:
                      - { name: topic, value: telemetry }
                      - { name: to, value: copied }
                      - { name: key, value: /device }
                """);
        Files.writeString(routes.resolve("commands.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: topic-to-mqtt
                    routeId: commands
                    parameters:
                      - { name: topic, value: commands }
                      - { name: to, value: "ovens/{site}/{device}/command" }
                - templatedRoute:
                    routeTemplateRef: mqtt-to-topic
                    routeId: command-answers
                    parameters:
                      - { name: filter, value: "ovens/{site}/{device}/answer" }
                      - { name: topic, value: command-answers }
                """);
        Map<String, String> properties = new HashMap<>();
        properties.put("server.port", "0");
        properties.put("management.server.port", "0");
        properties.put("fieldgate.kafka.bootstrap-servers", kafka.bootstrapServers());
        properties.put("fieldgate.mqtt.url", broker.url());
        // The changes of alerts are this test's own.
        properties.put("fieldgate.alerts.enabled", "false");
        properties.put("fieldgate.notify.enabled", "true");
        properties.put("fieldgate.notify.file", folder.resolve("receivers.yaml").toString());
        properties.put("fieldgate.topics[0].name", "telemetry");
        properties.put("fieldgate.topics[1].name", "copied");
        properties.put("fieldgate.topics[2].name", "commands");
        properties.put("fieldgate.topics[3].name", "command-answers");
        properties.put("fieldgate.ingest.tokens", folder.resolve("tokens.yaml").toString());
        properties.put("fieldgate.login.users", folder.resolve("users.yaml").toString());
        properties.put(
                "fieldgate.ingest.idempotency.folder",
                folder.resolve("idempotency").toString());
        properties.put(
                "camel.main.routes-include-pattern",
                "classpath:route-templates/*.camel.yaml,file:" + routes + "/*.camel.yaml");
        gateway = new GatewayStart(Gateway.class).start(properties);
        url = "http://127.0.0.1:" + gateway.getEnvironment().getProperty("local.server.port");
        devices = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(URI.create(broker.url()).getPort())
                .buildBlocking();
        devices.connect();
        await().atMost(60, SECONDS)
                .until(() ->
                        get("/api/v1/routes").findValuesAsText("state").stream().allMatch("started"::equals));
        alert("too-hot", "oven-1", "warning");
        alert("too-hot", MARKUP, "warning");
        await().atMost(60, SECONDS)
                .until(() -> get("/api/v1/alerts").path("total").asInt() == 2);
    }

    @AfterAll
    static void stopEverything() {
        Parts.closeAll(browser, () -> devices.disconnect(), gateway, broker, kafka);
    }

    @BeforeEach
    void freshPage() {
        browser.look(1440, 900, "light");
        browser.forget();
    }

    /** Nothing went wrong on the way, whatever a test looked at. */
    @AfterEach
    void thePageHasNothingToComplainOf() {
        assertThat(browser.complaints().stream().filter(ConsoleIT::matters).toList())
                .as("complaints of the page")
                .isEmpty();
        assertThat(browser.requests())
                .allSatisfy(request ->
                        assertThat(request).startsWithIgnoringCase(request.startsWith("about:") ? "about:" : url));
        assertThat(browser.eval("window.hacked === undefined && document.querySelector('img') === null")
                        .asBoolean())
                .as("markup in names is inert")
                .isTrue();
    }

    /** What a gateway refuses the browser notes, and the page shows. */
    private static boolean matters(String complaint) {
        return !complaint.startsWith("network: Failed to load resource: the server responded with a status of 4");
    }

    @ParameterizedTest
    @CsvSource({
        "overview, #/overview, The way of messages",
        "routes, #/routes, ovens",
        "route, #/routes/ovens, Try it",
        "devices, #/devices?connect, Connect a device",
        "device, #/devices/oven-1, too-hot",
        "queue, #/queue, too-hot",
        "dead-letters, #/queue/dead-letters, Dead letters",
        "silences, #/queue/silences, Silences"
    })
    void showsEachScreenReadablyInBothColoursAndOnAPhone(String name, String place, String text) throws Exception {
        publish("oven-1", "{\"device\":\"oven-1\",\"temperature\":21.5}");
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(1440, 360)) {
                browser.look(width, width == 360 ? 740 : 900, scheme);
                open(place);

                shows(text);
                await().atMost(60, SECONDS)
                        .until(() ->
                                browser.eval("document.querySelectorAll('[data-state=loading]:not([hidden])').length")
                                                .asInt()
                                        == 0);
                browser.screenshot(PICTURES.resolve(name + "-" + width + "-" + scheme + ".png"));
                assertThat(browser.eval(UNREADABLE))
                        .as("unreadable on " + name + " at " + width + ", " + scheme)
                        .isEmpty();
                assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
                        .as("width of " + name)
                        .isLessThanOrEqualTo(width);
            }
        }
    }

    @Test
    void tellsABrowserToRunNothingButItsOwnScripts() throws Exception {
        HttpResponse<String> page = send("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.body()).doesNotContainPattern("<script>|style=|onclick=|<style");
        assertThat(send("/console/app.js").headers().firstValue("Content-Security-Policy"))
                .isPresent();
        assertThat(send("/api/v1/routes").headers().firstValue("Content-Security-Policy"))
                .isEmpty();
    }

    @Test
    void showsWhatTheRoutesDoAsItHappens() throws Exception {
        open("#/overview");
        shows("All is well: 5 routes running.");
        int before = get("/api/v1/routes").path("routes").findValues("received").stream()
                .mapToInt(JsonNode::asInt)
                .sum();

        await().atMost(60, SECONDS).until(() -> {
            publish("oven-2", "{\"device\":\"oven-2\",\"temperature\":1}");
            return browser.eval("[...document.querySelectorAll('.way.moving')].length")
                            .asInt()
                    > 0;
        });

        assertThat(get("/api/v1/routes").path("routes").findValues("received").stream()
                        .mapToInt(JsonNode::asInt)
                        .sum())
                .isGreaterThan(before);
        assertThat(browser.eval("[...document.querySelectorAll('.place-name')].map((one) => one.textContent)"))
                .extracting(JsonNode::asText)
                .contains("ovens/{site}/{device}/telemetry", "/v1/phones/{device}", "telemetry", "copied");
    }

    @Test
    void showsMarkupInTheNameOfADeviceAsText() {
        open("#/queue");
        shows(MARKUP);

        browser.click("a", MARKUP);

        await().atMost(60, SECONDS)
                .until(() -> browser.eval("document.querySelector('h1')?.textContent")
                        .asText()
                        .equals(MARKUP));
    }

    @Test
    void acknowledgesAndSilencesAnAlert() throws Exception {
        alert("too-loud", "oven-9", "warning");
        open("#/queue");
        shows("too-loud");

        browser.eval("document.querySelector('[aria-label=\"Acknowledge too-loud of oven-9\"]').click()");
        browser.fill("#ask-author", "ann");
        browser.fill("#ask-comment", "I look");
        browser.click("dialog button", "Acknowledge");

        shows("acknowledged by ann: I look");
        assertThat(one("too-loud").at("/acknowledged/author").asText()).isEqualTo("ann");

        browser.eval("document.querySelector('[aria-label=\"Silence too-loud of oven-9\"]').click()");
        browser.click("dialog button", "Silence");
        assertThat(browser.eval("document.getElementById('dialog').open").asBoolean())
                .as("a comment is missing, so it stays open")
                .isTrue();
        browser.fill("#ask-comment", "repair");
        browser.click("dialog button", "Silence");

        await().atMost(60, SECONDS)
                .until(() -> one("too-loud").path("silenced_by").isTextual());
        open("#/queue/silences");
        shows("repair");
    }

    @Test
    void isLedByKeys() {
        open("#/overview");
        shows("All is well");

        for (String[] key :
                new String[][] {{"gr", "Routes"}, {"gd", "Devices"}, {"gq", "Work queue"}, {"go", "Overview"}}) {
            browser.press(key[0]);
            await().atMost(60, SECONDS)
                    .until(() -> browser.eval("document.querySelector('h1')?.textContent")
                            .asText()
                            .equals(key[1]));
        }
        browser.press("/");
        browser.press("cop");
        await().atMost(60, SECONDS)
                .until(() -> browser.eval("document.querySelector('#found [aria-selected=true]')?.textContent")
                        .asText()
                        .contains("copies"));
        browser.enter();
        await().atMost(60, SECONDS)
                .until(() -> browser.eval("location.hash").asText().equals("#/routes/copies"));
    }

    @Test
    void saysWhenTheFirstMessageOfADeviceArrivesAndWhyItIsRefused() {
        open("#/devices?connect");
        shows("mosquitto_pub");
        browser.fill("#connect-device", "my-oven");
        browser.click("button", "Wait for its first message");
        assertThat(browser.text()).contains("ovens/my-site/my-oven/telemetry", "mosquitto_pub -h 127.0.0.1");
        shows("Waiting for a message of my-oven");

        await().atMost(60, SECONDS).until(() -> {
            publish("my-oven", "{\"device\":\"my-oven\",\"temperature\":20}");
            return browser.text().contains("Its message has arrived");
        });
        await().atMost(60, SECONDS).until(() -> {
            publish("my-oven", "no JSON");
            return browser.text().contains("It arrived and was refused.");
        });
    }

    @Test
    void drawsWhatADeviceHasSentAndSendsACommandThatItAnswers() throws Exception {
        devices.toAsync()
                .subscribeWith()
                .topicFilter("ovens/+/oven-7/command")
                .callback(ConsoleIT::answer)
                .send()
                .get(60, SECONDS);
        for (int i = 0; i < 3; i++) {
            publish("oven-7", "{\"device\":\"oven-7\",\"temperature\":22,\"inside\":{\"bar\":1}}");
        }
        await().atMost(60, SECONDS)
                .until(() ->
                        get("/api/v1/devices/oven-7/history").path("messages").asInt() == 3);

        open("#/devices/oven-7");
        await().atMost(60, SECONDS)
                .until(() -> browser.eval("document.querySelectorAll('.lines canvas').length")
                                .asInt()
                        == 2);
        shows("temperature 22");
        publish("oven-7", "{\"device\":\"oven-7\",\"temperature\":-5}");
        shows("temperature -5");
        browser.click(".chip", "inside.bar");
        await().atMost(60, SECONDS)
                .until(() -> browser.eval("document.querySelectorAll('.lines canvas').length")
                                .asInt()
                        == 1);
        await().atMost(60, SECONDS)
                .until(() -> browser.eval("document.querySelector('#command-capture-site')?.value")
                        .asText()
                        .equals("north"));

        browser.fill("#command-value", "{\"door\":\"open\"");
        browser.click("form button", "Send");
        await().atMost(60, SECONDS)
                .until(() -> browser.eval("document.querySelector('form .problem') !== null")
                        .asBoolean());
        browser.fill("#command-value", "{\"door\":\"open\"}");
        browser.click("form button", "Send");

        shows("✓ Answered");
        shows("{\"did\":\"open\"}");
        assertThat(browser.text()).contains("stored as commands-");
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(1280, 360)) {
                browser.look(width, width == 360 ? 740 : 900, scheme);
                await().atMost(60, SECONDS)
                        .until(() -> browser.eval("document.documentElement.scrollWidth")
                                        .asInt()
                                <= width);
                browser.screenshot(PICTURES.resolve("command-" + width + "-" + scheme + ".png"));
                assertThat(browser.eval(UNREADABLE)).as(width + ", " + scheme).isEmpty();
            }
        }
    }

    @Test
    void triesASampleOnARouteAndSaysWhatWouldBeWritten() throws Exception {
        open("#/routes/ovens");
        shows("Nothing is sent or stored.");
        browser.fill("#trial-topic", "ovens/north/07/telemetry");
        browser.fill("#trial-body", "{\"temperature\":99,\"password\":\"hush\"}");

        browser.click("button", "Try it");

        shows("Would be written");
        assertThat(browser.eval("document.querySelector('.written').textContent")
                        .asText())
                .contains("a record of topic telemetry", "key07", "\"temperature\": 99")
                .doesNotContain("hush");
        browser.fill("#trial-topic", "elsewhere");
        browser.click("button", "Try it");
        shows("ovens/{site}/{device}/telemetry");
        await().atMost(60, SECONDS)
                .until(() -> browser.eval("document.querySelector('.trial .note.error') !== null")
                        .asBoolean());
    }

    @Test
    void tapsARouteAndCountsItsSteps() {
        open("#/routes/copies");
        shows("Shows messages as they enter the route");

        browser.click("button", "Start");

        await().atMost(60, SECONDS).until(() -> {
            publish("oven-3", "{\"device\":\"oven-3\",\"token\":\"hush\"}");
            publish("oven-3", "no JSON");
            String text = browser.text();
            return text.contains("oven-3")
                    && text.contains("Of the messages that the tap has shown.")
                    && text.contains("The last");
        });
        assertThat(browser.text()).contains("\"token\":\"***\"").doesNotContain("hush");
    }

    @Test
    void showsTheSourceOfARouteWithWhatIsWrongInItAndWithoutSecrets() throws Exception {
        Path file = folder.resolve("routes/copies.camel.yaml");
        String well = Files.readString(file);
        Files.writeString(file, well + "      - { name: password, value: hush }\n");
        try {
            open("#/routes/copies");

            shows("FG302");
            assertThat(browser.eval("document.querySelector('.source li.error code').textContent")
                            .asText())
                    .contains("password");
            shows("the version before it runs");
            assertThat(browser.text()).doesNotContain("hush");
        } finally {
            Files.writeString(file, well);
        }
        await().atMost(60, SECONDS)
                .until(() -> get("/api/v1/config").path("successful").asBoolean());
    }

    @Test
    void saysThatWhatItShowsIsOldWhenTheGatewayDoesNotAnswer() throws Exception {
        open("#/overview");
        shows("All is well");

        browser.eval("cutOff(true)");

        shows("Not current");
        shows("No answer");
        browser.screenshot(PICTURES.resolve("overview-stale.png"));
        browser.eval("cutOff(false)");
        await().atMost(60, SECONDS).until(() -> browser.text().contains("All is well"));
    }

    /** The last ones: from here on the gateway asks everybody. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void letsPeopleLogInByKeyboardAndOffersThemWhatTheirRoleMayDo() throws Exception {
        new UserFile(folder.resolve("users.yaml")).add("anna", "correct horse battery", Role.VIEWER);
        await().atMost(60, SECONDS).until(() -> send("/api/v1/routes").statusCode() == 401);
        open("#/queue");
        shows("Password or token");
        browser.screenshot(PICTURES.resolve("login.png"));
        assertThat(browser.eval(UNREADABLE)).as("unreadable in the login").isEmpty();
        assertThat(browser.eval("document.activeElement.id").asText()).isEqualTo("ask-name");

        browser.fill("#ask-name", "anna");
        browser.fill("#ask-password", "wrong");
        browser.enter();
        shows("The name or the password is wrong.");
        browser.fill("#ask-password", "correct horse battery");
        browser.enter();

        shows("too-hot");
        shows("anna viewer");
        assertThat(browser.eval("document.querySelector('.screen-head button').disabled && "
                                + "document.querySelector('.screen-head button').title")
                        .asText())
                .isEqualTo("Needs the role operator");
        for (int width : List.of(1440, 360)) {
            browser.look(width, 800, "light");
            browser.screenshot(PICTURES.resolve("queue-of-a-viewer-" + width + ".png"));
            assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(width);
        }
        assertThat(browser.eval("document.cookie").asText()).isEmpty();
        browser.look(1440, 900, "light");

        browser.click("#who button", "Log out");

        shows("Password or token");
        new UserFile(folder.resolve("users.yaml")).remove("anna");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void asksForATokenWhereTheGatewayDoes() throws Exception {
        Files.writeString(folder.resolve("tokens.yaml"), """
                tokens:
                  - name: console
                    sha256: %s
                    role: operator
                """.formatted(Sha256.hex("open sesame".getBytes(UTF_8))));
        await().atMost(60, SECONDS)
                .until(() -> send("/api/v1/routes", "Authorization", "Bearer open sesame")
                                .statusCode()
                        == 200);

        open("#/overview");
        shows("Password or token");
        browser.fill("#ask-password", "open sesame");
        browser.click("dialog button", "Log in");

        shows("All is well");
        shows("console operator");
        assertThat(browser.text()).doesNotContain("open sesame");
    }

    private static void open(String place) {
        browser.open(url + "/" + place);
    }

    private static void shows(String text) {
        await(text)
                .atMost(60, SECONDS)
                .until(() -> browser.eval("document.body?.innerText.includes(" + quoted(text) + ")")
                        .asBoolean());
    }

    private static void answer(Mqtt5Publish command) {
        var unused = devices.toAsync()
                .publish(Mqtt5Publish.builder()
                        .topic(command.getResponseTopic().orElseThrow())
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .correlationData(command.getCorrelationData().orElseThrow())
                        .payload("{\"did\":\"open\"}".getBytes(UTF_8))
                        .build());
    }

    private static void publish(String device, String body) {
        devices.publishWith()
                .topic("ovens/north/" + device + "/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(body.getBytes(UTF_8))
                .send();
    }

    private static JsonNode one(String rule) throws Exception {
        return get("/api/v1/alerts?rule=" + rule).at("/alerts/0");
    }

    private static JsonNode get(String path) throws Exception {
        return new ObjectMapper().readTree(send(path).body());
    }

    private static HttpResponse<String> send(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        return HttpClient.newHttpClient()
                .send(
                        (headers.length == 0 ? request : request.headers(headers)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void alert(String rule, String device, String severity) throws Exception {
        Instant since = Instant.now().minusSeconds(90);
        try (KafkaProducer<String, byte[]> engine = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            engine.send(new ProducerRecord<>(
                            "alerts",
                            AlertRecords.fingerprint(rule, device),
                            AlertRecords.json("firing", rule, device, severity, since, since, List.of())))
                    .get(60, SECONDS);
        }
    }
}
