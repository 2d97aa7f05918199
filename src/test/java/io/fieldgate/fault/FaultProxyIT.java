package io.fieldgate.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.fault.FaultProxy.Direction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults are what they are said to be, or the tests that use them would prove nothing. */
class FaultProxyIT {
    private ServerSocket server;
    private FaultProxy proxy;
    private Socket client;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = new FaultProxy(server.getLocalPort());
        client = connectClient();
        accepted = server.accept();
        await().until(() -> proxy.connections() == 1);
    }

    @AfterEach
    void close() {
        Parts.closeAll(client, accepted, proxy, server);
    }

    @Test
    void passesBytesBothWaysAndTheEndOfTheStream() throws IOException {
        send(client, "up");
        send(accepted, "down");

        assertThat(receive(accepted, 2)).isEqualTo("up");
        assertThat(receive(client, 4)).isEqualTo("down");

        client.close();

        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void cutsWithAResetOnBothSidesAndTakesNewConnections() throws IOException {
        proxy.cut();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketException.class);
        try (Socket again = connectClient();
                Socket there = server.accept()) {
            send(again, "x");
            assertThat(receive(there, 1)).isEqualTo("x");
        }
    }

    @Test
    void refusesNewConnectionsOnlyAndTakesThemAgainOnTheSamePort() throws IOException {
        proxy.refuse();

        assertThatThrownBy(this::connectClient).isInstanceOf(ConnectException.class);
        send(client, "on");
        assertThat(receive(accepted, 2)).isEqualTo("on");

        proxy.restore();

        connectClient().close();
    }

    @Test
    void holdsEverythingWithoutAWordAndPassesItAfterwardsButNotWhatConnectedMeanwhile() throws IOException {
        proxy.hold(Direction.TO_SERVER, Direction.TO_CLIENT);
        send(client, "up");
        send(accepted, "down");
        Socket late = connectClient();
        send(late, "lost");

        assertSilent(accepted);
        assertSilent(client);
        assertSilent(late);

        proxy.restore();

        assertThat(receive(accepted, 2)).isEqualTo("up");
        assertThat(receive(client, 4)).isEqualTo("down");
        assertThatThrownBy(() -> late.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void holdsOneDirectionAlone() throws IOException {
        proxy.hold(Direction.TO_CLIENT);
        send(client, "up");
        send(accepted, "down");

        assertThat(receive(accepted, 2)).isEqualTo("up");
        assertSilent(client);
    }

    @Test
    void delaysWithoutNarrowing() throws IOException {
        proxy.delay(Direction.TO_SERVER, Duration.ofMillis(300));
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            send(client, "x");
        }

        assertThat(receive(accepted, 20)).hasSize(20);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(300), Duration.ofMillis(5_900));
    }

    @Test
    void limitsTheRate() throws IOException {
        proxy.limit(Direction.TO_CLIENT, 40_000);
        long start = System.nanoTime();
        send(accepted, "x".repeat(20_000));
        send(accepted, "y");

        assertThat(receive(client, 20_001)).endsWith("y");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void resetsAClientWhoseServerIsAway() throws IOException {
        server.close();

        try (Socket late = connectClient()) {
            assertThatThrownBy(() -> late.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    private Socket connectClient() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static String receive(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), UTF_8);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(300);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(5_000);
    }
}
