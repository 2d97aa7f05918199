package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2002:7f00:1::",
                "2001:0:1::1",
                "2001:db8::1"
            })
    void reachesNoAddressThatIsNotPublic(String address) throws Exception {
        assertThat(Outgoing.NOTHING_SPECIAL.mayReach(InetAddress.getByName(address)))
                .isFalse();
    }

    /** Which others take for addresses of this machine. */
    @ParameterizedTest
    @ValueSource(strings = {"127.1", "127.0.1", "0x7f.0.0.1", "user@127.0.0.1", ""})
    void asksNoHostThatCouldBeReadInTwoWays(String host) {
        assertThat(Outgoing.NOTHING_SPECIAL.objection(URI.create("https://" + host + "/hook")))
                .isEqualTo(Outgoing.Objection.NO_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.9.9.9",
                "100.128.0.1",
                "172.32.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2001:4860::8888"
            })
    void reachesPublicOnes(String address) throws Exception {
        assertThat(Outgoing.NOTHING_SPECIAL.mayReach(InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void reachesPrivateOnesThatAreListedAndNoOthers() throws Exception {
        Outgoing outgoing = new Outgoing(
                Set.of(), List.of(Outgoing.Network.parse("10.20.0.0/15"), Outgoing.Network.parse("fd00::5")));

        assertThat(outgoing.mayReach(InetAddress.getByName("10.20.3.4"))).isTrue();
        assertThat(outgoing.mayReach(InetAddress.getByName("10.21.255.255"))).isTrue();
        assertThat(outgoing.mayReach(InetAddress.getByName("10.22.0.0"))).isFalse();
        assertThat(outgoing.mayReach(InetAddress.getByName("fd00::5"))).isTrue();
        assertThat(outgoing.mayReach(InetAddress.getByName("fd00::6"))).isFalse();
    }
}
