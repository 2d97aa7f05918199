package io.fieldgate.fault;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between an MQTT client and its broker: reads every packet that passes, and can cut the line. It is how a test
 * sees an acknowledgement on the wire rather than in somebody's counter.
 */
public final class MqttProxy implements AutoCloseable {
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;

    private final ServerSocket server;
    private final int brokerPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Integer> published = new CopyOnWriteArrayList<>();
    private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> delivered = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private volatile boolean refusing;

    public MqttProxy(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public String url() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /** Ends every connection without a word, as a dead network would, and refuses new ones until {@link #restore()}. */
    public void cut() {
        refusing = true;
        sockets.forEach(MqttProxy::close);
        sockets.clear();
    }

    public void restore() {
        refusing = false;
    }

    /** Packet identifiers of the PUBLISH packets with QoS 1 that the broker sent, in order. */
    public List<Integer> published() {
        return List.copyOf(published);
    }

    /** Packet identifiers of the PUBACK packets that the client sent, in order. */
    public List<Integer> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Payloads that the broker sent under a topic name, in order, repetitions included; MQTT 5 only. */
    public List<String> delivered(String topic) {
        return List.copyOf(delivered.getOrDefault(topic, List.of()));
    }

    /** Subscriptions that the broker has answered so far; what is published before the first nobody waits for. */
    public int subscriptions() {
        return subscriptions.get();
    }

    /** Connections so far. */
    public int connections() {
        return connections.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            if (refusing) {
                client.close();
                continue;
            }
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            connections.incrementAndGet();
            sockets.add(client);
            sockets.add(broker);
            daemon(() -> forward(client, broker));
            daemon(() -> forward(broker, client));
        }
    }

    private void forward(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            while (true) {
                int first = in.read();
                if (first < 0) {
                    return;
                }
                byte[] length = remainingLength(in);
                byte[] rest = in.readNBytes(value(length));
                byte[] packet = new byte[1 + length.length + rest.length];
                packet[0] = (byte) first;
                System.arraycopy(length, 0, packet, 1, length.length);
                System.arraycopy(rest, 0, packet, 1 + length.length, rest.length);
                note(first, rest);
                out.write(packet);
            }
        }
    }

    /** The variable byte integer of MQTT 5, 1.5.5. */
    private static byte[] remainingLength(InputStream in) throws IOException {
        byte[] digits = new byte[4];
        for (int i = 0; i < 4; i++) {
            int digit = in.read();
            if (digit < 0) {
                throw new EOFException();
            }
            digits[i] = (byte) digit;
            if (digit < 128) {
                return Arrays.copyOf(digits, i + 1);
            }
        }
        throw new IOException("malformed remaining length");
    }

    private static int value(byte[] digits) {
        int value = 0;
        for (int i = digits.length - 1; i >= 0; i--) {
            value = value * 128 + (digits[i] & 127);
        }
        return value;
    }

    private void note(int first, byte[] rest) {
        int type = first >> 4;
        if (type == PUBACK) {
            acknowledged.add(twoBytes(rest, 0));
        } else if (type == SUBACK) {
            subscriptions.incrementAndGet();
        } else if (type == PUBLISH) {
            publish((first >> 1) & 3, rest);
        }
    }

    /** Topic name, packet identifier unless QoS 0, properties, payload (MQTT 5, 3.3). */
    private void publish(int qos, byte[] rest) {
        int at = 2 + twoBytes(rest, 0);
        String topic = new String(rest, 2, at - 2, StandardCharsets.UTF_8);
        if (qos > 0) {
            published.add(twoBytes(rest, at));
            at += 2;
        }
        int propertiesLength = 0;
        int shift = 0;
        int digit;
        do {
            digit = rest[at++];
            propertiesLength |= (digit & 127) << shift;
            shift += 7;
        } while ((digit & 128) != 0);
        at += propertiesLength;
        delivered
                .computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>())
                .add(new String(rest, at, rest.length - at, StandardCharsets.UTF_8));
    }

    private static int twoBytes(byte[] bytes, int at) {
        return ((bytes[at] & 255) << 8) | (bytes[at + 1] & 255);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // The line was cut, or the proxy closed.
                    }
                },
                "mqtt-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            // No lingering: the peer sees a reset, not an orderly end.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // Just what is wanted.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
