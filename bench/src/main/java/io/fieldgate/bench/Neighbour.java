package io.fieldgate.bench;

import java.util.Map;

/** A broker beside Kafka, with a queue from which contenders take. */
interface Neighbour extends AutoCloseable {
    /** Makes the queue, empty. */
    void makeQueue(String queue) throws Exception;

    /** Bytes of a message. */
    int LENGTH = 200;

    /** Puts so many messages into the queue, and returns when the broker has them. */
    void fill(String queue, int messages) throws Exception;

    /** Where Fieldgate's route begins. */
    String uri(String queue);

    /** What Fieldgate is told of the broker. */
    Map<String, String> environment();

    /** The loop that was written by hand; its arguments are Kafka's address, the topic, the broker's address and the queue. */
    Class<?> loop();

    /** As the loop wants it. */
    String address();

    @Override
    void close();
}
