package io.fieldgate.bridge.jafka;

import com.sohu.jafka.api.FetchRequest;
import com.sohu.jafka.api.OffsetRequest;
import com.sohu.jafka.common.ErrorMapping;
import com.sohu.jafka.network.Request;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks a broker, and waits for each answer. Jafka's own consumer is not used: while its broker is away it tries again for
 * ever and tells nobody. Used by one thread.
 */
final class Connection implements AutoCloseable {
    /** Of what a broker may send together; the largest message of today's Kafka is less by far. */
    static final int MOST_BYTES = 64 * 1024 * 1024;

    private static final int HEAD = Integer.BYTES;

    private final BrokerAddress broker;
    private final int timeout;
    private final Socket socket = new Socket();
    private @Nullable DataInputStream in;
    private @Nullable DataOutputStream out;

    Connection(BrokerAddress broker, Duration timeout) {
        this.broker = broker;
        this.timeout = (int) timeout.toMillis();
    }

    /** What the broker says. */
    record Answer(ErrorMapping error, ByteBuffer content) {}

    void open() {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeout);
            socket.connect(new InetSocketAddress(broker.host().replaceAll("[\\[\\]]", ""), broker.port()), timeout);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        } catch (IOException away) {
            throw away(away);
        }
    }

    /** Messages from an offset on, the last of them perhaps in part. */
    Answer fetch(String topic, int partition, long offset, int bytes) {
        return ask(new FetchRequest(topic, partition, offset, bytes));
    }

    /** The offset of the oldest message that is still there; 0 of a topic that is not there. */
    long oldest(String topic, int partition) {
        Answer answer = ask(new OffsetRequest(topic, partition, OffsetRequest.EARLIES_TTIME, 1));
        if (answer.error != ErrorMapping.NoError) {
            throw Failure.temporary(
                    "Jafka does not say where " + topic + "-" + partition + " begins (" + answer.error + ")", null);
        }
        long[] offsets = OffsetRequest.deserializeOffsetArray(answer.content);
        return offsets.length == 0 ? 0 : offsets[0];
    }

    private Answer ask(Request request) {
        if (in == null || out == null) {
            throw new IllegalStateException("not open");
        }
        ByteBuffer question = ByteBuffer.allocate(HEAD + Short.BYTES + request.getSizeInBytes());
        question.putInt(question.capacity() - HEAD);
        question.putShort((short) request.getRequestKey().value);
        request.writeTo(question);
        try {
            out.write(question.array());
            int size = in.readInt();
            if (size < Short.BYTES || size > MOST_BYTES + HEAD) {
                throw new IOException("an answer of " + size + " bytes, this is no Jafka");
            }
            ErrorMapping error = ErrorMapping.valueOf(in.readShort());
            byte[] content = in.readNBytes(size - Short.BYTES);
            if (content.length < size - Short.BYTES) {
                throw new EOFException("the connection ended within an answer");
            }
            return new Answer(error, ByteBuffer.wrap(content));
        } catch (IOException lost) {
            throw away(lost);
        }
    }

    private Failure away(IOException cause) {
        return Failure.temporary("Jafka at " + broker + " cannot be reached: " + Causes.words(cause), cause);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
