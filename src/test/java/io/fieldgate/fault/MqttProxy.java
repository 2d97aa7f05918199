package io.fieldgate.fault;

import io.fieldgate.fault.FaultProxy.Direction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link FaultProxy} between an MQTT client and its broker that reads every packet. It is how a test sees an
 * acknowledgement on the wire rather than in somebody's counter.
 */
public final class MqttProxy implements AutoCloseable {
    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;

    private final FaultProxy line;
    private final List<Integer> published = new ArrayList<>();
    private final List<Integer> acknowledged = new ArrayList<>();
    private final Map<Integer, String> unacknowledgedPayloads = new HashMap<>();
    private final Set<String> acknowledgedPayloads = new HashSet<>();
    private int subscriptions;
    private int inFlight;
    private int mostInFlight;

    public MqttProxy(int brokerPort) throws IOException {
        line = new FaultProxy(
                brokerPort,
                direction -> new MqttPackets(direction == Direction.TO_SERVER ? this::fromClient : this::fromBroker));
    }

    public String url() {
        return "tcp://127.0.0.1:" + line.port();
    }

    /** For the faults that are not only a cut. */
    public FaultProxy line() {
        return line;
    }

    /** Ends every connection without a word, as a dead network would, and refuses new ones until {@link #restore()}. */
    public void cut() throws IOException {
        line.refuse();
        line.cut();
    }

    public void restore() throws IOException {
        line.restore();
    }

    /** Packet identifiers of the PUBLISH packets with QoS 1 that the broker sent, in order. */
    public synchronized List<Integer> published() {
        return List.copyOf(published);
    }

    /** Packet identifiers of the PUBACK packets that the client sent, in order. */
    public synchronized List<Integer> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Payloads of the messages for which the client sent a PUBACK. */
    public synchronized Set<String> acknowledgedPayloads() {
        return Set.copyOf(acknowledgedPayloads);
    }

    /** Subscriptions that the broker has answered so far; what is published before the first nobody waits for. */
    public synchronized int subscriptions() {
        return subscriptions;
    }

    /** The most QoS 1 messages that were on one connection without an acknowledgement. */
    public synchronized int mostInFlight() {
        return mostInFlight;
    }

    /** Connections so far. */
    public int connections() {
        return line.connections();
    }

    private synchronized void fromClient(int first, byte[] rest) {
        if (first >> 4 == PUBACK) {
            int id = twoBytes(rest, 0);
            acknowledged.add(id);
            String payload = unacknowledgedPayloads.remove(id);
            if (payload != null) {
                acknowledgedPayloads.add(payload);
            }
            inFlight--;
        }
    }

    private synchronized void fromBroker(int first, byte[] rest) {
        if (first >> 4 == SUBACK) {
            subscriptions++;
        } else if (first >> 4 == CONNACK) {
            inFlight = 0;
            unacknowledgedPayloads.clear();
        } else if (first >> 4 == PUBLISH && ((first >> 1) & 3) > 0) {
            // The packet identifier stands behind the topic name (MQTT 5, 3.3.2).
            int afterTopic = 2 + twoBytes(rest, 0);
            int id = twoBytes(rest, afterTopic);
            published.add(id);
            unacknowledgedPayloads.put(id, payload(rest, afterTopic + 2));
            inFlight++;
            mostInFlight = Math.max(mostInFlight, inFlight);
        }
    }

    /** What follows the properties, whose length is a variable byte integer (MQTT 5, 2.2.2). */
    private static String payload(byte[] rest, int properties) {
        int at = properties;
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = rest[at++];
            length |= (digit & 127) << shift;
            shift += 7;
        } while ((digit & 128) != 0);
        return new String(rest, at + length, rest.length - at - length, StandardCharsets.UTF_8);
    }

    private static int twoBytes(byte[] bytes, int at) {
        return ((bytes[at] & 255) << 8) | (bytes[at + 1] & 255);
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
