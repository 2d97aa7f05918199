package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.Overflow;
import io.fieldgate.bridge.UnacknowledgedInlet;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Jedis;

/**
 * Listens to a channel. Redis keeps nothing of it, so what comes while nobody listens is gone, and what comes while the window is
 * full, and as much waits here for it, is dropped, counted. What was taken is stored, whatever becomes of the connection.
 */
final class ChannelInlet extends UnacknowledgedInlet {
    static final String CHANNEL = "redis.channel";
    private static final long CLOSE_MILLIS = 2_000;

    private final Connector connector;
    private final String channel;
    private final Overflow<byte[]> messages;
    private final Listener listener = new Listener();
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Throwable ended;
    private @Nullable Jedis connection;
    private @Nullable Thread reader;

    /**
     * @param window messages that may wait for the lane
     * @param windowBytes of them together
     */
    ChannelInlet(Connector connector, String channel, int window, long windowBytes) {
        this.connector = connector;
        this.channel = channel;
        this.messages = new Overflow<>(window, windowBytes, message -> message.length);
    }

    /** On the thread that reads the socket, which must not wait. */
    private final class Listener extends BinaryJedisPubSub {
        @Override
        public void onSubscribe(byte[] name, int channels) {
            subscribed.countDown();
        }

        @Override
        public void onMessage(byte[] name, byte[] message) {
            messages.put(message);
        }

        /** Once more for what it has, which Redis answers as if it were new. Of a PING this client would keep something for ever. */
        void ask() {
            subscribe(channel.getBytes(UTF_8));
        }
    }

    @Override
    public void open() throws InterruptedException {
        Jedis made;
        try {
            made = connector.connect(Duration.ZERO);
            connection = made;
        } catch (RuntimeException refused) {
            throw Refusal.of(refused, "channel", channel);
        }
        reader = start(() -> listen(made), "redis-channel-" + channel);
        if (!subscribed.await(connector.timeout().toMillis(), TimeUnit.MILLISECONDS) || ended != null) {
            throw end(ended);
        }
        var unused = start(this::keepAsking, "redis-channel-asks-" + channel);
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void listen(Jedis on) {
        try {
            on.subscribe(listener, channel.getBytes(UTF_8));
            ended = Failure.temporary("Redis has ended the subscription", null);
        } catch (RuntimeException failed) {
            ended = failed;
        } finally {
            subscribed.countDown();
        }
    }

    /** So often that the reader hears something before its patience ends, unless the server has gone without a word. */
    private void keepAsking() {
        try {
            while (!closed.await(connector.timeout().toMillis() / 2, TimeUnit.MILLISECONDS)) {
                listener.ask();
            }
        } catch (InterruptedException | RuntimeException lost) {
            // The reader notices too, and says so.
        }
    }

    private Failure end(@Nullable Throwable cause) {
        return cause == null || Causes.root(cause) instanceof SocketTimeoutException
                ? Failure.temporary("Redis does not answer", cause)
                : Refusal.of(cause, "channel", channel);
    }

    @Override
    public List<Arrival> read(int most, Duration patience) throws InterruptedException {
        List<byte[]> taken = messages.take(most, patience);
        if (taken.isEmpty() && ended != null) {
            throw end(ended);
        }
        return taken.stream()
                .map(message -> new Arrival(message, Map.of(CHANNEL, channel), channel, channel))
                .toList();
    }

    @Override
    public long dropped() {
        return messages.dropped();
    }

    /** Its thread ends when the connection does, and puts in what it has read until then. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (connection != null) {
                connection.close();
            }
            if (reader != null) {
                reader.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            messages.close();
        }
    }
}
