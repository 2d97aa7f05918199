package io.fieldgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A queue by STOMP 1.2 into a topic by hand, {@code StompLoop BOOTSTRAP TOPIC URL QUEUE}: what has come, but no more than a thousand
 * messages, is sent to Kafka and waited for, then the last is acknowledged, and with it all. For ActiveMQ Classic, whose frames say how
 * long they are.
 */
final class StompLoop {
    private static final int TOGETHER = 1_000;

    private StompLoop() {}

    public static void main(String[] arguments) throws Exception {
        KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0]);
        URI broker = URI.create(arguments[2]);
        Socket socket = new Socket(broker.getHost(), broker.getPort());
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        OutputStream out = socket.getOutputStream();
        say(out, "CONNECT\naccept-version:1.2\nhost:bench\nheart-beat:0,0\n\n\0");
        while (in.readByte() != 0) {
            // It answers with a frame that has no body.
        }
        say(
                out,
                "SUBSCRIBE\nid:bench\ndestination:/queue/" + arguments[3] + "\nack:client\nactivemq.prefetchSize:"
                        + TOGETHER + "\n\n\0");
        new Thread(() -> run(in, out, producer, arguments[1]), "loop").start();
        Parent.serve(arguments[1]);
    }

    private static void say(OutputStream out, String frame) throws IOException {
        out.write(frame.getBytes(UTF_8));
    }

    private static void run(
            DataInputStream in, OutputStream out, KafkaProducer<byte[], byte[]> producer, String topic) {
        try {
            while (true) {
                List<Future<RecordMetadata>> sent = new ArrayList<>();
                String last;
                do {
                    Map<String, String> headers = headers(in);
                    byte[] body = new byte[Integer.parseInt(headers.get("content-length"))];
                    in.readFully(body);
                    // ActiveMQ ends a line behind each frame. Left there it would look like the next message.
                    line(in);
                    sent.add(producer.send(new ProducerRecord<>(topic, body)));
                    last = headers.get("ack");
                } while (sent.size() < TOGETHER && in.available() > 0);
                producer.flush();
                for (Future<RecordMetadata> each : sent) {
                    var unused = each.get();
                }
                say(out, "ACK\nid:" + last + "\n\n\0");
            }
        } catch (IOException | InterruptedException | ExecutionException failure) {
            Records.fail(failure);
        }
    }

    /** Of the next message, as they stand there. */
    private static Map<String, String> headers(DataInputStream in) throws IOException {
        while (!line(in).endsWith("MESSAGE")) {}
        Map<String, String> headers = new HashMap<>();
        String line = line(in);
        while (!line.isEmpty()) {
            int colon = line.indexOf(':');
            headers.putIfAbsent(line.substring(0, colon), line.substring(colon + 1));
            line = line(in);
        }
        return headers;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("the broker has closed the connection");
            }
            line.append((char) next);
            next = in.read();
        }
        return line.toString();
    }
}
