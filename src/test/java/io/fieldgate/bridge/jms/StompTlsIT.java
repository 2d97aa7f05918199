package io.fieldgate.bridge.jms;

import io.fieldgate.mqtt.Authority;
import java.nio.file.Path;

/** STOMP over TLS, with ActiveMQ Classic. */
class StompTlsIT extends JmsTlsContract {
    StompTlsIT() {
        super("stomps");
    }

    @Override
    TestBroker broker(Path folder, Authority authority) throws Exception {
        return new ClassicBroker("stomp", authority.context("localhost"));
    }
}
