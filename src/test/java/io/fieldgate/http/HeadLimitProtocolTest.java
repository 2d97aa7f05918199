package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadLimitProtocolTest {
    private static final Duration LIMIT = Duration.ofMillis(1500);
    private static final Duration PAUSE = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start() throws Exception {
        Connector connector = new Connector(HeadLimitProtocol.class.getName());
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("connectionTimeout", String.valueOf(LIMIT.toMillis()));
        tomcat.setBaseDir(folder.toString());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Wrapper hello = Tomcat.addServlet(context, "hello", new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().print("hello");
            }
        });
        hello.addMapping("/");
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void aHeadThatDripsIsCutOffWhenItHasTakenTooLongAltogether() throws Exception {
        try (Socket socket = connect()) {
            long begun = System.nanoTime();
            drip(socket, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(1000));

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(LIMIT, LIMIT.multipliedBy(20));
        }
    }

    @Test
    void aHeadInPiecesIsAnsweredAndTheConnectionIsKeptForTheNext() throws Exception {
        try (Socket socket = connect()) {
            for (int i = 0; i < 3; i++) {
                drip(socket, "GET");
                send(socket, " / HTTP/1.1\r\nHost: localhost\r\n\r\n");

                assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("hello");
            }
        }
    }

    private Socket connect() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort());
    }

    /** Sends a byte at a time, until all are sent or nobody reads them. */
    private static void drip(Socket socket, String text) throws InterruptedException {
        try {
            for (int i = 0; i < text.length(); i++) {
                send(socket, text.substring(i, i + 1));
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (IOException closed) {
            // That is the end of it.
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("hello")) {
            int next = in.read();
            if (next < 0) {
                return answer + " and the end";
            }
            answer.append((char) next);
        }
        return answer.toString();
    }
}
