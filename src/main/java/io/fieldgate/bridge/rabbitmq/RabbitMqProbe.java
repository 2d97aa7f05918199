package io.fieldgate.bridge.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.fieldgate.bridge.NeighbourProbe;
import io.fieldgate.message.Diagnosis;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Looks whether RabbitMQ takes the gateway, and has what the routes name. */
public final class RabbitMqProbe {
    private static final int GOODBYE_MILLIS = 500;

    private final RabbitMqProperties properties;
    private final Login login;

    /**
     * @param tls whom it trusts
     * @param patience the longest wait for an answer
     */
    public RabbitMqProbe(RabbitMqProperties properties, Supplier<SSLContext> tls, Duration patience) {
        this.properties = properties;
        this.login = new Login(
                BrokerUrl.parse(properties.url()),
                properties.username(),
                properties.password(),
                properties.heartbeat(),
                patience,
                tls);
    }

    /**
     * Connects, and asks for each of these.
     *
     * @param queues that routes take from
     * @param exchanges that routes publish to
     */
    public Diagnosis look(Set<String> queues, Set<String> exchanges) throws InterruptedException {
        return NeighbourProbe.look(
                "rabbitmq", login.toString(), "fieldgate.rabbitmq.url", () -> findings(queues, exchanges));
    }

    private String findings(Set<String> queues, Set<String> exchanges) {
        int asked = queues.size();
        Connection connection = connect();
        try {
            for (String queue : queues) {
                ask(connection, "queue '" + queue + "'", channel -> channel.queueDeclarePassive(queue));
            }
            for (String exchange : exchanges) {
                // That without a name is always there.
                if (!exchange.equals(RabbitMqEndpoint.DEFAULT_EXCHANGE)) {
                    ask(connection, "exchange '" + exchange + "'", channel -> channel.exchangeDeclarePassive(exchange));
                    asked++;
                }
            }
        } finally {
            connection.abort(GOODBYE_MILLIS);
        }
        return NeighbourProbe.takes(properties.username())
                + (asked == 0 ? "" : ", and has what the routes name: queues and exchanges, " + asked);
    }

    private Connection connect() {
        try {
            ConnectionFactory factory = login.factory();
            factory.setChannelRpcTimeout(factory.getConnectionTimeout());
            return factory.newConnection("fieldgate doctor");
        } catch (Exception refused) {
            throw Refusal.of(refused, "broker");
        }
    }

    private interface Question {
        Object ask(Channel channel) throws Exception;
    }

    /** On a channel of its own, which a broker closes when it has none. */
    private static void ask(Connection connection, String what, Question question) {
        try (Channel channel = connection.createChannel()) {
            Object unused = question.ask(channel);
        } catch (Exception refused) {
            throw Refusal.of(refused, what);
        }
    }
}
