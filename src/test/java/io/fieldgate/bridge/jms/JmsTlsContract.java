package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.TlsContract;
import io.fieldgate.mqtt.Authority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.Component;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** {@code broker:} over TLS. */
abstract class JmsTlsContract extends TlsContract {
    private final String protocol;
    private @Nullable TestBroker broker;

    /** @param protocol of the URL: ssl, amqps or stomps */
    JmsTlsContract(String protocol) {
        super("broker", "broker:queue:readings", "broker:queue:readings");
        this.protocol = protocol;
    }

    /** A new one, which does not run yet. */
    abstract TestBroker broker(Path folder, Authority authority) throws Exception;

    @Override
    protected void start(Path folder, Authority authority) throws Exception {
        TestBroker made = broker(folder, authority);
        broker = made;
        made.start();
    }

    @Override
    protected void stop() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    @Override
    protected Component component(String host, SslBundles bundles) throws Exception {
        return new JmsConfiguration()
                .jmsComponent(
                        new JmsProperties(
                                protocol + "://" + host + ":"
                                        + Objects.requireNonNull(broker).port(),
                                TestBroker.USER,
                                TestBroker.PASSWORD,
                                BUNDLE,
                                "fieldgate",
                                Duration.ofSeconds(10)),
                        bundles);
    }
}
