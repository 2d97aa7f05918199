package io.fieldgate.bench;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;

/** A queue of ActiveMQ Classic, in memory. */
final class ActiveMqNeighbour implements Neighbour {
    private static final int TOGETHER = 1_000;

    private final String url;
    private final String gatewayUrl;

    /** @param stomp whether the gateway speaks STOMP to it; the loop and whoever fills it speak OpenWire */
    ActiveMqNeighbour(Workbench workbench, boolean stomp) throws IOException, InterruptedException {
        Part part = workbench.java(stomp ? "stomp" : "activemq", List.of("-Xmx2g"), ActiveMqNode.class);
        String[] urls = part.await("ready", Duration.ofSeconds(60)).split(" ", 2);
        url = urls[0];
        gatewayUrl = stomp ? urls[1] : url;
    }

    @Override
    public void makeQueue(String queue) {
        // The first message makes it.
    }

    @Override
    public void fill(String queue, int messages) throws JMSException {
        try (Connection connection = new ActiveMQConnectionFactory(url).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int i = 0; i < messages; i++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(Messages.json(i, LENGTH).getBytes(StandardCharsets.UTF_8));
                producer.send(message);
                if (i % TOGETHER == TOGETHER - 1) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    @Override
    public String uri(String queue) {
        return "broker:queue:" + queue;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("FIELDGATE_BROKER_URL", gatewayUrl);
    }

    @Override
    public Class<?> loop() {
        return ActiveMqLoop.class;
    }

    @Override
    public String address() {
        return url;
    }

    @Override
    public void close() {
        // The workbench ends the broker.
    }
}
