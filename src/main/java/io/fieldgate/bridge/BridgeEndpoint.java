package io.fieldgate.bridge;

import java.util.function.Function;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A queue, or whatever a neighbour calls it. What a kind of neighbour must say is how to connect to it, as an {@link Inlet}
 * and an {@link Outlet}; all else is done for it.
 */
public abstract class BridgeEndpoint extends DefaultEndpoint {
    @UriParam(label = "consumer")
    private @Nullable Integer maxInFlight;

    @UriParam(label = "consumer", defaultValue = "33554432")
    private long maxInFlightBytes = 32L * 1024 * 1024;

    private Function<BridgeEndpoint, Producer> producers = BridgeProducer::new;

    protected BridgeEndpoint(String uri, DefaultComponent component) {
        super(uri, component);
    }

    /** The kind of neighbour, in a word: the tag of meters, and the header {@code fg.source}. */
    protected abstract String transport();

    /** Where the neighbour is, without user and password. */
    protected abstract String address();

    /** What the messages are taken from there, or given to, for an operator. */
    protected abstract String place();

    /** A new connection of a source. */
    protected abstract Inlet newInlet(String route);

    /** A new connection of a sink. */
    protected abstract Outlet newOutlet();

    /**
     * Where a message goes, as {@link Departure#destination()} says it.
     *
     * @throws io.fieldgate.message.Failure of kind RECORD when it says nothing that could be a destination
     */
    protected abstract String destination(Exchange exchange);

    /**
     * The header that tells the receiver's side what {@link #destination} was, where the name in {@link #place} does not; null
     * where it does.
     */
    protected @Nullable String destinationHeader() {
        return null;
    }

    /** Gives messages by something else than a connection. */
    void giveBy(Function<BridgeEndpoint, Producer> producers) {
        this.producers = producers;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        BridgeConsumer consumer = new BridgeConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() throws Exception {
        return producers.apply(this);
    }

    /** The default of {@link #setMaxInFlight}. */
    protected int usualInFlight() {
        return 4_000;
    }

    public int getMaxInFlight() {
        return maxInFlight == null ? usualInFlight() : maxInFlight;
    }

    /**
     * Messages that may be taken and not yet acknowledged: the window. While Kafka is away it fills, and the rest stays where
     * it is. The default is 4000; of RabbitMQ and JMS brokers, which send ahead whatever their size, 1000.
     */
    public void setMaxInFlight(int maxInFlight) {
        if (maxInFlight < 1 || maxInFlight > 65_535) {
            throw refused("maxInFlight", maxInFlight, "1 to 65535");
        }
        this.maxInFlight = maxInFlight;
    }

    public long getMaxInFlightBytes() {
        return maxInFlightBytes;
    }

    /** Bytes of them together; one message may be on its way whatever its size. */
    public void setMaxInFlightBytes(long maxInFlightBytes) {
        if (maxInFlightBytes < 1) {
            throw refused("maxInFlightBytes", maxInFlightBytes, "1 and more");
        }
        this.maxInFlightBytes = maxInFlightBytes;
    }

    /** What is to be thrown for an option that makes no sense. */
    protected final IllegalArgumentException refused(String option, Object value, String allowed) {
        return new IllegalArgumentException(place() + ": " + option + " is " + value + ", allowed is " + allowed);
    }
}
