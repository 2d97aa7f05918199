package io.fieldgate.bench;

import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.broker.BrokerService;

/**
 * A broker in a process of its own, all in memory: {@code JmsNode tcp|stomp|amqp}; ActiveMQ Classic for the first two, Artemis
 * for the last. Prints its URL.
 */
final class JmsNode {
    private static final long MEMORY = 1_500L * 1024 * 1024;

    private JmsNode() {}

    public static void main(String[] arguments) throws Exception {
        Parent.serve(arguments[0].equals("amqp") ? artemis() : classic(arguments[0]));
    }

    private static String classic(String scheme) throws Exception {
        BrokerService broker = new BrokerService();
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.getSystemUsage().getMemoryUsage().setLimit(MEMORY);
        String openWire =
                broker.addConnector("tcp://127.0.0.1:0").getConnectUri().toString();
        String url = scheme.equals("tcp")
                ? openWire
                : broker.addConnector(scheme + "://127.0.0.1:0").getConnectUri().toString();
        broker.start();
        broker.waitUntilStarted();
        // Whoever fills the queues speaks OpenWire.
        return url + " " + openWire;
    }

    private static String artemis() throws Exception {
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        Configuration settings = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setCriticalAnalyzer(false)
                .setAddressSettings(Map.of("#", new AddressSettings().setMaxSizeBytes(-1)));
        settings.addAcceptorConfiguration("clients", "tcp://127.0.0.1:0?protocols=AMQP;useEpoll=false");
        broker.setConfiguration(settings);
        broker.start();
        int port = broker.getActiveMQServer()
                .getRemotingService()
                .getAcceptor("clients")
                .getActualPort();
        String url = "amqp://127.0.0.1:" + port;
        return String.join(" ", List.of(url, url));
    }
}
