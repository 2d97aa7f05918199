package io.fieldgate.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are refused before anybody reads their body. */
class UnreadBodyValveTest {
    private static final int LONG = 1_000_000;

    @TempDir
    private Path folder;

    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start() throws Exception {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", null);
        context.getPipeline().addValve(new UnreadBodyValve());
        Tomcat.addServlet(context, "refuses", new HttpServlet() {
                    @Override
                    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
                        response.getWriter().print("no");
                    }
                })
                .addMapping("/");
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void aSmallBodyThatComesRightBehindItsHeadIsTakenAndTheConnectionKept() throws Exception {
        try (Socket socket = connect()) {
            for (int i = 0; i < 3; i++) {
                send(socket, head(20_000));
                Thread.sleep(20);
                send(socket, "x".repeat(20_000));

                assertThat(answer(socket))
                        .startsWith("HTTP/1.1 403")
                        .endsWith("no")
                        .doesNotContain("close");
            }
        }
    }

    @Test
    void whoDoesNotSendItsBodyIsToldAtOnceAndCutOff() throws Exception {
        try (Socket socket = connect()) {
            long begun = System.nanoTime();
            send(socket, head(20_000));
            send(socket, "x");

            assertThat(answer(socket)).startsWith("HTTP/1.1 403").contains("Connection: close");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            // Tomcat would wait for 20 s.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aLargeBodyIsNotWaitedForAtAll() throws Exception {
        try (Socket socket = connect()) {
            send(socket, head(LONG));

            assertThat(answer(socket)).startsWith("HTTP/1.1 403").contains("Connection: close");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static String head(int length) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private Socket connect() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\nno")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return answer + " and the end";
            }
            answer.append((char) next);
        }
        return answer.toString();
    }
}
