package io.fieldgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoWebhookTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhatItIsToldAtTheAddressOfItsFile() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (DemoWebhook webhook = DemoWebhook.start(lines::add)) {
            webhook.writeReceivers(folder.resolve("receivers.yaml"));
            Matcher url = Pattern.compile("http://127.0.0.1:\\d+/")
                    .matcher(Files.readString(folder.resolve("receivers.yaml")));
            assertThat(url.find()).isTrue();

            int status = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url.group()))
                                    .POST(HttpRequest.BodyPublishers.ofString("""
                                            {"alerts":[{"status":"firing","rule":"too-hot","device":"oven-4"},
                                             {"status":"resolved","rule":"silent","device":"pump-3"}]}"""))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();

            assertThat(status).isEqualTo(204);
            assertThat(lines)
                    .containsExactly(
                            "   webhook was told:  firing too-hot oven-4",
                            "   webhook was told:  resolved silent pump-3");
        }
    }
}
