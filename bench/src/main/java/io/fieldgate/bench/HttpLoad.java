package io.fieldgate.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The clients: each keeps its connection, has devices of its own, and posts when its last request is answered. Everything but
 * the pace is done by one event loop, in order not to take the processor from who is measured.
 */
final class HttpLoad implements AutoCloseable {
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final long PATIENCE_SECONDS = 120;

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final ArrayDeque<Client> idle = new ArrayDeque<>();
    /** When each post that waits for a client was to be sent, in microseconds since 1970. */
    private final ArrayDeque<Long> due = new ArrayDeque<>();

    private final String host;
    private final int devices;
    private final int clients;
    private final int batch;
    private final int payloadSize;
    private final Account account;
    private Phase phase = new Phase(0);
    private @Nullable CompletableFuture<Void> answered;
    private int refused;

    /**
     * @param batch records of one post; 1 = an object, more = an array
     * @param payloadSize bytes of each record
     */
    HttpLoad(int port, int clients, int devices, int batch, int payloadSize, Account account)
            throws InterruptedException {
        this.host = "127.0.0.1:" + port;
        this.clients = clients;
        this.devices = devices;
        this.batch = batch;
        this.payloadSize = payloadSize;
        this.account = account;
        for (int i = 0; i < clients; i++) {
            idle.add(new Client(port, i));
        }
    }

    private final class Client {
        private final Bootstrap bootstrap;
        private final int number;
        private Channel channel;
        private int turn;
        private long postedAt;
        private boolean waiting;

        private Client(int port, int number) throws InterruptedException {
            this.number = number;
            bootstrap = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .remoteAddress("127.0.0.1", port)
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel created) {
                            created.pipeline()
                                    .addLast(
                                            new HttpClientCodec(),
                                            new HttpObjectAggregator(LARGEST_ANSWER),
                                            new Answers(Client.this));
                        }
                    });
            channel = bootstrap.connect().sync().channel();
        }

        /** Servers end a connection after so many requests, Tomcat after 100. */
        private void reconnect() {
            var unused = channel.close();
            var unusedToo = bootstrap.connect().addListener((ChannelFuture connected) -> {
                if (connected.isSuccess()) {
                    channel = connected.channel();
                    idle.add(this);
                    pump();
                } else {
                    fail(connected.cause());
                }
            });
        }

        private void post(long at) {
            postedAt = at;
            waiting = true;
            int device = number + clients * turn;
            turn = (turn + 1) % (devices / clients);
            ByteBuf body = Unpooled.buffer(batch * (payloadSize + 1) + 1);
            for (int i = 0; i < batch; i++) {
                if (batch > 1) {
                    body.writeByte(i == 0 ? '[' : ',');
                }
                body.writeBytes(account.next(device).payload(payloadSize));
            }
            if (batch > 1) {
                body.writeByte(']');
            }
            var request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.POST, "/v1/telemetry/device-" + device, body);
            request.headers()
                    .set(HttpHeaderNames.HOST, host)
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            var unused = channel.writeAndFlush(request);
        }

        private void answered(FullHttpResponse answer) {
            waiting = false;
            if (answer.status().code() != 202 && refused++ == 0) {
                System.err.println("answered " + answer.status());
            }
            phase.add(postedAt, Clock.micros());
            if (HttpUtil.isKeepAlive(answer)) {
                idle.add(this);
                pump();
            } else {
                reconnect();
            }
        }
    }

    /** Of one connection. */
    private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final Client client;

        private Answers(Client client) {
            this.client = client;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
            client.answered(answer);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (context.channel() == client.channel && client.waiting) {
                fail(new IllegalStateException("the contender has closed a connection instead of answering"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A connection that is done with may end as it likes.
            if (context.channel() == client.channel && client.waiting) {
                fail(cause);
            }
        }
    }

    private void fail(Throwable cause) {
        CompletableFuture<Void> waiting = answered;
        if (waiting != null) {
            waiting.completeExceptionally(cause);
        }
    }

    private void pump() {
        while (!due.isEmpty() && !idle.isEmpty()) {
            idle.remove().post(due.remove());
        }
        CompletableFuture<Void> waiting = answered;
        if (waiting != null && due.isEmpty() && idle.size() == clients) {
            waiting.complete(null);
        }
    }

    /** As fast as all clients together are answered. */
    Duration burst(int posts) throws Exception {
        long start = System.nanoTime();
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            answered = done;
            for (int i = 0; i < posts; i++) {
                due.add(Clock.micros());
            }
            pump();
        });
        done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * At even distances, whether or not a client is free: who has to wait has a later answer.
     *
     * @return from the moment when each was to be sent until its answer
     */
    Phase paced(int postsPerSecond, int seconds) throws Exception {
        int posts = postsPerSecond * seconds;
        Phase measured = new Phase(posts);
        loop.execute(() -> {
            answered = null;
            phase = measured;
        });
        long start = System.nanoTime();
        long startMicros = Clock.micros();
        for (int i = 0; i < posts; i++) {
            long after = i * 1_000_000_000L / postsPerSecond;
            for (long early = start + after - System.nanoTime(); early > 0; ) {
                LockSupport.parkNanos(early);
                early = start + after - System.nanoTime();
            }
            loop.execute(() -> {
                due.add(startMicros + after / 1_000);
                pump();
            });
        }
        burst(0);
        return measured;
    }

    /** Posts that were answered by something else than 202. */
    int refused() {
        return refused;
    }

    @Override
    public void close() {
        fail(new IllegalStateException("the load has ended"));
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
