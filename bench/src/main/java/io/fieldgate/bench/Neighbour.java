package io.fieldgate.bench;

import java.util.Map;

/** A broker beside Kafka, with a queue from which contenders take. */
interface Neighbour extends AutoCloseable {
    /** Makes the queue, empty. */
    void makeQueue(String queue) throws Exception;

    /** Puts so many messages of so many bytes into the queue, and returns when the broker has them. */
    void fill(String queue, int messages, int length) throws Exception;

    /** Where Fieldgate's route begins. Asked for after {@link #makeQueue}, as are the following. */
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
