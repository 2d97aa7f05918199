package io.fieldgate.bridge.jafka;

import io.fieldgate.bridge.NeighbourProbe;
import io.fieldgate.message.Diagnosis;
import java.time.Duration;
import java.util.Set;

/** Looks whether a Jafka answers. */
public final class JafkaProbe {
    private final BrokerAddress broker;
    private final Duration patience;

    /** @param patience the longest wait for an answer */
    public JafkaProbe(JafkaProperties properties, Duration patience) {
        this.broker = BrokerAddress.parse(properties.broker());
        this.patience = patience;
    }

    /** Asks where the first partition of each topic begins; of one that is not there Jafka says 0. */
    public Diagnosis look(Set<String> topics) throws InterruptedException {
        return NeighbourProbe.look("jafka", broker.toString(), "fieldgate.jafka.broker", () -> {
            try (Connection connection = new Connection(broker, patience)) {
                connection.open();
                for (String topic : topics) {
                    long unused = connection.oldest(topic, 0);
                }
                return "answers";
            }
        });
    }
}
