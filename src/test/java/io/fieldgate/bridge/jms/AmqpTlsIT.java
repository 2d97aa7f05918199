package io.fieldgate.bridge.jms;

import io.fieldgate.mqtt.Authority;
import java.nio.file.Path;

/** AMQP 1.0 over TLS, with Artemis. */
class AmqpTlsIT extends JmsTlsContract {
    private static final String PASSWORD = "of-the-stores";

    AmqpTlsIT() {
        super("amqps");
    }

    @Override
    TestBroker broker(Path folder, Authority authority) throws Exception {
        Path identity = folder.resolve("identity.p12");
        Path trust = folder.resolve("trust.p12");
        authority.writeIdentity(identity, "localhost", PASSWORD);
        authority.writeTrust(trust, PASSWORD);
        return new ArtemisBroker(
                "amqp",
                ";sslEnabled=true;needClientAuth=true;keyStoreType=PKCS12;trustStoreType=PKCS12;keyStorePath="
                        + identity
                        + ";keyStorePassword=" + PASSWORD + ";trustStorePath=" + trust + ";trustStorePassword="
                        + PASSWORD);
    }
}
