package io.fieldgate.topic;

import io.fieldgate.message.BatchSink;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Store messages in a Kafka topic and read them back without losing one: the sink succeeds only after Kafka's
 * acknowledgement with acks=all, the source commits only what has succeeded.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "topic",
        title = "Topic",
        syntax = "topic:name",
        category = {Category.MESSAGING, Category.IOT},
        headersClass = KafkaConstants.class)
public final class TopicEndpoint extends DefaultEndpoint implements BatchSink, MultipleConsumersSupport {
    private static final String KAFKA = "kafka";
    private static final String DATABASE = "database";

    @UriPath(
            description = "Name of the Kafka topic; of a sink's topic parts may be headers in braces, telemetry.{site},"
                    + " then only topics listed in config/topics.yaml are written to")
    @Metadata(required = true)
    private final String name;

    private final TargetTopic target;

    @UriParam(label = "producer")
    private @Nullable String key;

    @UriParam(label = "producer")
    private @Nullable String timestamp;

    @UriParam(label = "consumer")
    private @Nullable String group;

    @UriParam(label = "consumer", defaultValue = "earliest", enums = "earliest,latest")
    private String from = "earliest";

    @UriParam(label = "consumer", defaultValue = KAFKA, enums = KAFKA + "," + DATABASE)
    private String offsets = KAFKA;

    @UriParam(label = "consumer", defaultValue = "1")
    private int consumers = 1;

    @UriParam(label = "consumer", defaultValue = "500")
    private int maxPollRecords = 500;

    @UriParam(label = "consumer", defaultValue = "1000")
    private int maxInFlight = 1000;

    TopicEndpoint(String uri, TargetTopic target, TopicComponent component) {
        super(uri, component);
        this.name = target.toString();
        this.target = target;
    }

    /** The consumer group of a route that names none. */
    public static String groupOf(String route) {
        return "fieldgate." + route;
    }

    TargetTopic target() {
        return target;
    }

    /** An expression wants an exchange of its own for each message. */
    @Override
    public boolean takesBatches() {
        return RecordField.needsNoExchange(key) && RecordField.needsNoExchange(timestamp);
    }

    @Override
    public void flush() {
        topicComponent().producer().flush();
    }

    @Override
    public Producer createProducer() {
        return new TopicProducer(this, topicComponent());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (target.isVariable()) {
            throw new IllegalArgumentException(
                    "topic:" + name + ": a source reads one topic, names in braces are for sinks");
        }
        TopicConsumer consumer = new TopicConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** Routes that name no group each have their own, and so all of the topic. Those that name the same one would share it. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return group == null;
    }

    TopicComponent topicComponent() {
        return (TopicComponent) getComponent();
    }

    public String getName() {
        return name;
    }

    public @Nullable String getKey() {
        return key;
    }

    /**
     * The record key: a Simple expression such as ${header.site}-${header.device}, or a JSON pointer into the payload,
     * which begins with a slash (/sensor/id). Records of one key keep their order. By default the header device.
     */
    public void setKey(String key) {
        this.key = key;
    }

    public @Nullable String getTimestamp() {
        return timestamp;
    }

    /**
     * When it happened: a JSON pointer into the payload, which begins with a slash (/observed/at), or a Simple
     * expression. ISO-8601 with an offset, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970.
     * By default the time of receipt.
     */
    public void setTimestamp(String timestamp) {
        this.timestamp = timestamp;
    }

    public @Nullable String getGroup() {
        return group;
    }

    /** Consumer group, which shares the partitions and owns the committed offsets. By default fieldgate.routeId. */
    public void setGroup(String group) {
        this.group = group;
    }

    public String getFrom() {
        return from;
    }

    /** Where a group begins that has committed nothing yet. */
    public void setFrom(String from) {
        if (!from.equals("earliest") && !from.equals("latest")) {
            throw new IllegalArgumentException(
                    "topic:" + name + ": from is '" + from + "', allowed are earliest and latest");
        }
        this.from = from;
    }

    public String getOffsets() {
        return offsets;
    }

    /**
     * Who knows where the group stands: kafka, or the database that the route ends in, which stores it in one
     * transaction with the rows. The consumer then begins where the database says, so that it gets what it lacks when it
     * was restored or failed over to a replica that lagged behind, and writes nothing twice after a crash. Kafka is told
     * too, as always.
     */
    public void setOffsets(String offsets) {
        if (!offsets.equals(KAFKA) && !offsets.equals(DATABASE)) {
            throw new IllegalArgumentException(
                    "topic:" + name + ": offsets is '" + offsets + "', allowed are kafka and database");
        }
        this.offsets = offsets;
    }

    boolean keepsOffsetsInDatabase() {
        return offsets.equals(DATABASE);
    }

    public int getConsumers() {
        return consumers;
    }

    /** Consumers that share the partitions, each with a thread that polls and one that runs the route. */
    public void setConsumers(int consumers) {
        this.consumers = positive("consumers", consumers);
    }

    public int getMaxPollRecords() {
        return maxPollRecords;
    }

    /** The most records that one poll returns. */
    public void setMaxPollRecords(int maxPollRecords) {
        this.maxPollRecords = positive("maxPollRecords", maxPollRecords);
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    /** The most records of one consumer that are in the route at a time. */
    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = positive("maxInFlight", maxInFlight);
    }

    private int positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "topic:" + name + ": " + option + " is " + value + ", at least 1 is needed");
        }
        return value;
    }
}
