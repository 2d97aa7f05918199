package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerAddressTest {
    /** As Tomcat writes them. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2",
        "2001:db8:1:2:ffff:0:0:1, 2001:db8:1:2",
        "2001:db8:1:3:3:4:5:6, 2001:db8:1:3",
        "fe80:0:0:0:1:2:3:4%2, fe80:0:0:0",
        "nonsense, nonsense",
    })
    void whoHasAWholeNetworkOfVersion6IsOneCaller(String address, String counted) {
        assertThat(CallerAddress.counted(address)).isEqualTo(counted);
    }
}
