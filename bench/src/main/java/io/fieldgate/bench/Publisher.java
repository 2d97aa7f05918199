package io.fieldgate.bench;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A connection that publishes with QoS 1 (MQTT 3.1.1), written by hand to cost next to nothing: the load shares the
 * processor with what it loads. One thread publishes, a second one counts the acknowledgements.
 */
final class Publisher implements AutoCloseable {
    private static final int OUTSTANDING = 1_000;
    private static final int PUBACK_LENGTH = 4;
    private static final long PATIENCE_SECONDS = 30;

    private final Socket socket;
    private final DataOutputStream out;
    private final Semaphore room = new Semaphore(OUTSTANDING);
    private int packetId;

    Publisher(URI broker, String clientId) throws IOException {
        socket = new Socket(broker.getHost(), broker.getPort());
        socket.setTcpNoDelay(true);
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 16_384));
        connect(clientId.getBytes(StandardCharsets.UTF_8));
        Thread reader = new Thread(this::readAcknowledgements, clientId + "-acknowledgements");
        reader.setDaemon(true);
        reader.start();
    }

    private void connect(byte[] clientId) throws IOException {
        out.writeByte(0x10);
        out.writeByte(12 + clientId.length);
        out.writeUTF("MQTT");
        out.writeByte(4); // protocol level
        out.writeByte(2); // clean session
        out.writeShort(0); // no keep-alive
        out.writeShort(clientId.length);
        out.write(clientId);
        out.flush();
        byte[] connack = new byte[4];
        new DataInputStream(socket.getInputStream()).readFully(connack);
        if (connack[3] != 0) {
            throw new IOException("the MQTT broker refuses the load with code " + connack[3]);
        }
    }

    /** Writes a message to the buffer; waits, with the buffer sent, while too many are not acknowledged. */
    void publish(byte[] topic, byte[] payload) throws IOException, InterruptedException {
        if (!room.tryAcquire()) {
            flush();
            if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the MQTT broker acknowledges nothing any more");
            }
        }
        packetId = packetId % 65_535 + 1;
        out.writeByte(0x32);
        writeLength(2 + topic.length + 2 + payload.length);
        out.writeShort(topic.length);
        out.write(topic);
        out.writeShort(packetId);
        out.write(payload);
    }

    void flush() throws IOException {
        out.flush();
    }

    private void writeLength(int length) throws IOException {
        int rest = length;
        while (rest > 127) {
            out.writeByte((rest & 127) | 128);
            rest >>= 7;
        }
        out.writeByte(rest);
    }

    /** Nothing but PUBACKs comes, and they all have one length. */
    private void readAcknowledgements() {
        byte[] buffer = new byte[8_192];
        try (InputStream in = socket.getInputStream()) {
            int rest = 0;
            int read = in.read(buffer);
            while (read >= 0) {
                rest += read;
                room.release(rest / PUBACK_LENGTH);
                rest %= PUBACK_LENGTH;
                read = in.read(buffer);
            }
        } catch (IOException closed) {
            // publish() notices when it was not meant.
        }
    }

    @Override
    public void close() throws IOException {
        out.flush();
        // DISCONNECT, so that the broker does not log it as an error.
        out.writeByte(0xE0);
        out.writeByte(0);
        out.flush();
        socket.close();
    }
}
