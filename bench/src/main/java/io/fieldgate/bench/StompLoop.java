package io.fieldgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A queue into a topic by hand, over a socket: take what is there, send it, wait for Kafka, acknowledge the last, which counts
 * for all. {@code StompLoop BOOTSTRAP TOPIC URL QUEUE}.
 */
final class StompLoop {
    private static final int TOGETHER = 1_000;
    private static final int BUFFER = 64 * 1024;

    private final DataInputStream in;
    private final OutputStream out;
    private String last = "";

    private StompLoop(Socket socket) throws IOException {
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        out = socket.getOutputStream();
    }

    public static void main(String[] arguments) throws Exception {
        KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0]);
        URI broker = URI.create(arguments[2]);
        Socket socket = new Socket(broker.getHost(), broker.getPort());
        socket.setTcpNoDelay(true);
        StompLoop loop = new StompLoop(socket);
        loop.write("CONNECT\naccept-version:1.2\nhost:localhost\n\n");
        var unused = loop.frame();
        loop.write("SUBSCRIBE\nid:0\nack:client\nactivemq.prefetchSize:" + 2 * TOGETHER + "\ndestination:/queue/"
                + arguments[3] + "\n\n");
        new Thread(() -> loop.run(producer, arguments[1]), "loop").start();
        Parent.serve(arguments[1]);
    }

    private void write(String frame) throws IOException {
        out.write((frame + "\0").getBytes(UTF_8));
    }

    private void run(KafkaProducer<byte[], byte[]> producer, String topic) {
        try {
            while (true) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                do {
                    sent.add(producer.send(new ProducerRecord<>(topic, frame())));
                } while (sent.size() < TOGETHER && in.available() > 0);
                producer.flush();
                for (Future<RecordMetadata> each : sent) {
                    var unused = each.get();
                }
                write("ACK\nid:" + last + "\n\n");
            }
        } catch (IOException | InterruptedException | ExecutionException failure) {
            Records.fail(failure);
        }
    }

    /** The body of the next frame. */
    private byte[] frame() throws IOException {
        int length = 0;
        String line = line();
        while (line.isEmpty()) {
            line = line();
        }
        for (line = line(); !line.isEmpty(); line = line()) {
            if (line.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1));
            } else if (line.startsWith("ack:")) {
                last = line.substring(line.indexOf(':') + 1);
            }
        }
        byte[] body = new byte[length];
        in.readFully(body);
        in.readByte();
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readByte(); next != '\n'; next = in.readByte()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
