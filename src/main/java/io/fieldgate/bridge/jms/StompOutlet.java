package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.Departure;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.bridge.jms.JmsOutlet.Sink;
import io.fieldgate.message.Failure;
import io.netty.handler.codec.stomp.StompCommand;
import io.netty.handler.codec.stomp.StompFrame;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends by STOMP in transactions: as many messages as come together, and the broker has all of them or none. */
final class StompOutlet implements Outlet {
    private static final String TRANSACTION = "transaction";
    /** Bytes of a line with a header that ActiveMQ Classic reads; at a longer one it ends the connection. */
    private static final int LONGEST_HEADER = 10 * 1024;

    private final Sink sink;
    private final StompConnection connection;
    private final String ids = UUID.randomUUID().toString();
    private long number;

    StompOutlet(Login login, Sink sink) {
        this.sink = sink;
        this.connection = new StompConnection(login);
    }

    @Override
    public void open() throws Exception {
        try {
            connection.open("");
        } catch (IOException failed) {
            throw StompRefusal.ofLogin(failed);
        }
    }

    @Override
    public void send(List<Departure> departures) throws Exception {
        String transaction = ids + "-" + number;
        Map<String, String> named = Map.of(TRANSACTION, transaction);
        connection.write(StompFrames.frame(StompCommand.BEGIN, named));
        for (Departure departure : departures) {
            StompFrame frame = frame(departure);
            if (frame != null) {
                frame.headers().set(TRANSACTION, transaction);
                connection.write(frame);
            }
        }
        try {
            connection.askPatiently(StompFrames.frame(StompCommand.COMMIT, named));
        } catch (IOException failed) {
            throw StompRefusal.of(failed, sink.kind() + " '" + departures.get(0).destination() + "'");
        }
    }

    /** Null when it was refused. */
    private @Nullable StompFrame frame(Departure departure) {
        byte[] body = departure.body();
        Map<String, String> headers = StompHeaders.write(departure.headers(), ids + "-" + number++);
        headers.put("destination", StompHeaders.destination(sink.kind(), departure.destination()));
        try {
            if (sink.text()) {
                MessageBody.checkText(body);
            }
            headers.forEach(StompOutlet::checkLength);
        } catch (Failure refused) {
            departure.refuse(refused);
            return null;
        }
        headers.put("persistent", String.valueOf(sink.persistent()));
        if (!sink.text()) {
            // By it brokers tell bytes from text.
            headers.put("content-length", String.valueOf(body.length));
        }
        return StompFrames.frame(StompCommand.SEND, headers, body);
    }

    private static void checkLength(String name, String value) {
        int length = StompHeaders.length(name) + 1 + StompHeaders.length(value);
        if (length > LONGEST_HEADER) {
            throw Failure.rejected(
                    "TOO_LONG",
                    "A header has " + length + " bytes with its name; ActiveMQ takes " + LONGEST_HEADER + " by STOMP.",
                    null);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
