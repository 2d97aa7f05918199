package io.fieldgate.bridge.jms;

import io.fieldgate.mqtt.Authority;
import java.nio.file.Path;

/** OpenWire over TLS, with ActiveMQ Classic. */
class ClassicTlsIT extends JmsTlsContract {
    ClassicTlsIT() {
        super("ssl");
    }

    @Override
    TestBroker broker(Path folder, Authority authority) throws Exception {
        return new ClassicBroker("tcp", authority.context("localhost"));
    }
}
