package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mails, to a real server and to one that says what a test wants. */
class MailDeliveryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final GreenMail SERVER = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeAll
    static void startServer() {
        SERVER.start();
        SERVER.setUser("gateway", "geheim");
    }

    @AfterAll
    static void stopServer() {
        SERVER.stop();
    }

    @Test
    void writesAMailThatSaysWhatFires() throws Exception {
        delivery(SERVER.getSmtp().getPort(), "geheim", TIMEOUT).deliver(notice("pump-1\r\nBcc: all@example.com"));

        MimeMessage mail = SERVER.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("[FIRING:1] too-hot");
        assertThat(mail.getFrom()[0]).hasToString("fieldgate@plant.example");
        assertThat(mail.getAllRecipients()).hasSize(2);
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("X-Fieldgate-Dedupe-Key")[0]).endsWith("-1767225600000");
        assertThat(mail.getContent().toString())
                .contains("FIRING warning too-hot pump-1", "is at 81.5 °C", "since 2026-01-01T00:00:00Z");
    }

    @Test
    void takesAWrongPasswordForARefusalAndDoesNotShowIt() throws Exception {
        NotDelivered failure = failure(SERVER.getSmtp().getPort(), "falsch");

        assertThat(failure.isRefused()).isTrue();
        assertThat(failure.getMessage())
                .startsWith("127.0.0.1 refuses the login")
                .doesNotContain("falsch");
    }

    @ParameterizedTest
    @CsvSource({"550 no such user, true", "552 too large, true", "450 busy, false", "451 later, false"})
    void tellsARefusalForEverFromOneForNow(String answer, boolean refused) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var unused = CompletableFuture.runAsync(() -> talk(server, answer));

            NotDelivered failure = failure(server.getLocalPort(), "");

            assertThat(failure.isRefused()).isEqualTo(refused);
            assertThat(failure.getMessage()).contains(answer.substring(4));
        }
    }

    @Test
    void triesAgainWhenNobodyListensOrAnswers() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            assertThat(failure(port, "").isRefused()).isFalse();
        }
        assertThat(failure(port, "").isRefused()).isFalse();
    }

    /** Refuses every recipient. */
    private static void talk(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            say(socket, "220 hello");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("QUIT")) {
                    say(socket, "221 bye");
                    return;
                }
                say(socket, line.startsWith("RCPT") ? answer : "250 ok");
            }
        } catch (IOException gone) {
            // The client has what it wants.
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static NotDelivered failure(int port, String password) throws Exception {
        try (MailDelivery delivery = delivery(port, password, SHORT)) {
            return catchThrowableOfType(NotDelivered.class, () -> delivery.deliver(notice("pump-1")));
        }
    }

    private static MailDelivery delivery(int port, String password, Duration timeout) {
        return new MailDelivery(
                new Target.Email(
                        "127.0.0.1",
                        port,
                        Target.Email.Tls.NONE,
                        password.isEmpty() ? "" : "gateway",
                        password,
                        "fieldgate@plant.example",
                        List.of("ann@plant.example", "ben@plant.example")),
                timeout);
    }

    private static Notice notice(String device) {
        Receiver receiver = new Receiver("team", new Target.Log(), OwnTiming.NONE, true, true, List.of());
        Alert alert = Alert.parse(AlertRecords.json("firing", "too-hot", device, "warning", NOW, NOW, List.of()));
        return new Notice(
                receiver,
                new Group.Key("", Map.of("alertname", "too-hot")),
                NOW,
                List.of(alert),
                List.of(),
                0,
                false,
                false);
    }
}
