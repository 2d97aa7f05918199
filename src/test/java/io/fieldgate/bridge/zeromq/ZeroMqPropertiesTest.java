package io.fieldgate.bridge.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fieldgate.bridge.zeromq.ZeroMqProperties.Curve;
import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZMQ;

class ZeroMqPropertiesTest {
    private static final ZMQ.Curve.KeyPair KEYS = ZMQ.Curve.generateKeyPair();

    @ParameterizedTest
    @CsvSource({
        "tcp://10.0.0.5:5557, false",
        "tcp://plant.example:5557, false",
        "tcp://[::1]:5557, true",
        "tcp://127.0.0.1:5557, true",
        "tcp://localhost:5557, true"
    })
    void addressesThatOnlyThisMachineReachesAreBoundWithoutKeysAndAnyAreConnectedTo(String address, boolean bind) {
        assertThat(new Socket(address, bind, 1_000, 1_000, null).where()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://*:5557", "tcp://0.0.0.0:5557", "tcp://10.0.0.5:5557"})
    void anAddressThatOthersReachIsBoundOnlyWhenTheKeysThatMayConnectAreNamed(String address) {
        Curve anybody = new Curve(KEYS.publicKey, KEYS.secretKey, null, null);
        Curve known = new Curve(KEYS.publicKey, KEYS.secretKey, null, Path.of("config/zeromq"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Socket(address, true, 1_000, 1_000, null))
                .withMessageContaining(address)
                .withMessageContaining("curve.clients");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Socket(address, true, 1_000, 1_000, anybody))
                .withMessageContaining("curve.clients");
        assertThat(new Socket(address, true, 1_000, 1_000, known).bind()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5557", "ipc:///tmp/x", "tcp://host", "tcp://host:70000", "tcp://*:5557", "tcp://a b:1"})
    void whatIsNoAddressIsRefusedWithWhatIsAllowed(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Socket(address, false, 1_000, 1_000, null))
                .withMessageStartingWith("address is " + address)
                .withMessageContaining("allowed");
    }

    @Test
    void keysAreCheckedAndSecretOnesAreNeverShown() {
        Curve short1 = new Curve(KEYS.publicKey, "secret-but-short", KEYS.publicKey, null);
        Curve lonely = new Curve(KEYS.publicKey, KEYS.secretKey, null, null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Socket("tcp://h:1", false, 1, 1, short1))
                .withMessageContaining("curve.secret-key is no key")
                .matches(refused -> !String.valueOf(refused.getMessage()).contains("short"), "shows it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Socket("tcp://h:1", false, 1, 1, lonely))
                .withMessageContaining("curve.server-key is missing");
        assertThat(lonely).asString().doesNotContain(KEYS.secretKey);
    }
}
