package io.fieldgate.bridge.zeromq;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Diagnosis.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZeroMqProbeTest {
    @Test
    void anAddressIsConnectedToOrFoundFreeOrInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(look(other.getLocalPort(), false).state()).isEqualTo(State.WELL);
            assertThat(look(other.getLocalPort(), true).state()).isEqualTo(State.ODD);
        }
        assertThat(look(free(), true).state()).isEqualTo(State.WELL);
    }

    @Test
    void saysWhatToDoWhereNobodyListensAndWhereASocketHasNoAddress() throws Exception {
        assertThat(look(1, false).cure()).isEqualTo("Start it, or correct fieldgate.zeromq.sockets.meters.address.");
        assertThat(new ZeroMqProbe(new ZeroMqProperties(Map.of()), Duration.ofSeconds(5))
                        .look("meters")
                        .cure())
                .isEqualTo("Set fieldgate.zeromq.sockets.meters.address to tcp://HOST:PORT.");
    }

    private static Diagnosis look(int port, boolean bind) throws InterruptedException {
        Socket socket = new Socket("tcp://127.0.0.1:" + port, bind, 1_000, 1_000, null);
        return new ZeroMqProbe(new ZeroMqProperties(Map.of("meters", socket)), Duration.ofSeconds(5)).look("meters");
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
