package io.fieldgate.bench;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A queue in memory: of ActiveMQ Classic by OpenWire or STOMP; of Artemis by AMQP 1.0. */
final class JmsNeighbour implements Neighbour {
    private static final int TOGETHER = 1_000;

    private final String url;
    /** For whoever fills the queue. */
    private final String fillingUrl;

    private final boolean stomp;

    /** @param scheme tcp, stomp or amqp */
    JmsNeighbour(Workbench workbench, String scheme) throws IOException, InterruptedException {
        Part part = workbench.java(scheme, List.of("-Xmx2g"), JmsNode.class, scheme);
        String[] urls = part.await("ready", Duration.ofSeconds(60)).split(" ", 2);
        url = urls[0];
        fillingUrl = urls[1];
        stomp = scheme.equals("stomp");
    }

    @Override
    public void makeQueue(String queue) {
        // The first message makes it.
    }

    @Override
    public void fill(String queue, int messages, int length) throws JMSException {
        try (Connection connection = JmsLoop.factory(fillingUrl).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int i = 0; i < messages; i++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(Messages.bytes(i, length));
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
        return Map.of("FIELDGATE_BROKER_URL", url);
    }

    @Override
    public Class<?> loop() {
        return stomp ? StompLoop.class : JmsLoop.class;
    }

    @Override
    public String address() {
        return stomp ? url : fillingUrl;
    }

    @Override
    public void close() {
        // The workbench ends the broker.
    }
}
