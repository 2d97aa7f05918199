package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.bridge.jms.JmsInlet.Source;
import io.fieldgate.bridge.jms.StompFrames.Received;
import io.netty.handler.codec.stomp.StompCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A subscription by STOMP. An acknowledgement counts for all messages up to its own, and that is what is settled: the first ones
 * that have not been acknowledged yet.
 */
final class StompInlet implements Inlet {
    private static final String SUBSCRIPTION = "fieldgate";
    /** Bytes that Artemis may send ahead. */
    private static final int AHEAD = 1024 * 1024;

    private final Source source;
    private final String place;
    private final int window;
    private final StompConnection connection;

    StompInlet(Login login, Source source, int window) {
        this.source = source;
        this.place = source.toString();
        this.window = window;
        this.connection = new StompConnection(login);
    }

    @Override
    public void open() throws Exception {
        try {
            connection.open(source.clientId());
        } catch (IOException failed) {
            throw StompRefusal.ofLogin(failed);
        }
        try {
            connection.ask(StompFrames.frame(StompCommand.SUBSCRIBE, subscribe()));
        } catch (IOException failed) {
            throw StompRefusal.of(failed, place);
        }
    }

    /** Each broker has names of its own for what the protocol does not know, and ignores those of the others. */
    private Map<String, String> subscribe() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("id", SUBSCRIPTION);
        headers.put("destination", StompHeaders.destination(source.kind(), source.pattern()));
        headers.put("ack", "client");
        headers.put("activemq.prefetchSize", String.valueOf(window));
        headers.put("consumer-window-size", String.valueOf(AHEAD));
        if (!source.subscription().isEmpty()) {
            headers.put("activemq.subscriptionName", source.subscription());
            headers.put("durable-subscription-name", source.subscription());
        }
        return headers;
    }

    @Override
    public List<Arrival> read(int most, Duration patience) throws Exception {
        List<Arrival> taken = new ArrayList<>();
        try {
            Received message = connection.take(patience);
            while (message != null) {
                taken.add(arrival(message));
                message = taken.size() < most ? connection.take(Duration.ZERO) : null;
            }
        } catch (IOException failed) {
            // What was taken of it comes again.
            throw StompRefusal.of(failed, place);
        }
        return taken;
    }

    private Arrival arrival(Received message) {
        Map<String, Object> headers = StompHeaders.read(message, source.kind() + ":" + source.pattern());
        String token = message.header("ack");
        return new Arrival(message.body(), headers, place, token == null ? "" : token);
    }

    @Override
    public void acknowledge(List<Arrival> settled) throws Exception {
        try {
            connection.check();
        } catch (IOException gone) {
            throw StompRefusal.of(gone, place);
        }
        if (!settled.isEmpty()) {
            String last = settled.get(settled.size() - 1).token().toString();
            connection.send(StompFrames.frame(StompCommand.ACK, Map.of("id", last)));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
