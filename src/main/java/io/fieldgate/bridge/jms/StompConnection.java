package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.jms.StompFrames.Received;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.stomp.StompCommand;
import io.netty.handler.codec.stomp.StompFrame;
import io.netty.handler.codec.stomp.StompSubframe;
import io.netty.handler.codec.stomp.StompSubframeAggregator;
import io.netty.handler.codec.stomp.StompSubframeDecoder;
import io.netty.handler.codec.stomp.StompSubframeEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection by STOMP 1.2. A thread of its own reads, and answers heartbeats; it never waits. Used by one other thread.
 *
 * @see <a href="https://stomp.github.io/stomp-specification-1.2.html">STOMP 1.2</a>
 */
final class StompConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StompConnection.class);
    private static final int LARGEST_FRAME = 64 * 1024 * 1024;
    private static final int LONGEST_LINE = 1024 * 1024;

    private static final int MOST_HEADERS = 4_096;

    private static final Duration PATIENCE = Duration.ofMillis(Client.CONNECT_MILLIS);
    private static final int STOP_MILLIS = 5_000;
    /** A heartbeat may be late by so much. */
    private static final int LATE = 2;

    private final Login login;
    private final EventLoopGroup loop;
    private final StompReader reader = new StompReader();
    private @Nullable Channel channel;
    private long receipts;
    private boolean beats;

    StompConnection(Login login) {
        this.login = login;
        this.loop = new NioEventLoopGroup(
                1, new DefaultThreadFactory("stomp-" + login.url().host(), true));
    }

    /**
     * Connects and logs in.
     *
     * @param clientId by which the broker knows whose subscription it is; empty where it does not matter
     * @throws StompReader.Refused when the broker does not take the log-in
     */
    void open(String clientId) throws IOException, InterruptedException {
        BrokerUrl url = login.url();
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Client.CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Pipeline(url.tls() ? engine() : null))
                .connect(url.host(), url.port())
                .await();
        if (!connecting.isSuccess()) {
            throw new IOException(String.valueOf(connecting.cause().getMessage()), connecting.cause());
        }
        channel = connecting.channel();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("accept-version", "1.2");
        headers.put("host", url.host());
        long beat = login.heartbeat().toMillis();
        headers.put("heart-beat", beat + "," + beat);
        if (!login.username().isEmpty()) {
            headers.put("login", login.username());
            headers.put("passcode", login.password());
        }
        if (!clientId.isEmpty()) {
            headers.put("client-id", clientId);
        }
        send(StompFrames.frame(StompCommand.CONNECT, headers));
        Received connected = reader.answer(PATIENCE);
        if (connected.command() != StompCommand.CONNECTED || !"1.2".equals(connected.header("version"))) {
            throw new IOException("it speaks no STOMP 1.2");
        }
        beat(connected.headers().getOrDefault("heart-beat", "0,0"), beat);
    }

    private SSLEngine engine() {
        BrokerUrl url = login.url();
        SSLEngine engine = login.tls().get().createSSLEngine(url.host(), url.port());
        engine.setUseClientMode(true);
        SSLParameters verified = engine.getSSLParameters();
        verified.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(verified);
        return engine;
    }

    /** @param theirs how often the broker can send one, and how often it wants one, in milliseconds; 0: never */
    private void beat(String theirs, long ours) throws IOException {
        String[] both = theirs.split(",", 2);
        long sends;
        long wants;
        try {
            sends = Long.parseLong(both[0].strip());
            wants = Long.parseLong(both[both.length - 1].strip());
        } catch (NumberFormatException noNumber) {
            throw new IOException("its heart-beat is '" + theirs + "'");
        }
        long read = sends == 0 ? 0 : LATE * Math.max(sends, ours);
        beats = read > 0;
        long write = wants == 0 ? 0 : Math.max(wants, ours) / 2;
        open().pipeline().addFirst(new IdleStateHandler(read, write, 0, TimeUnit.MILLISECONDS));
    }

    void send(StompFrame frame) {
        var unused = open().writeAndFlush(frame, open().voidPromise());
    }

    /** Leaves with the next {@link #send}. */
    void write(StompFrame frame) {
        var unused = open().write(frame, open().voidPromise());
    }

    /**
     * Sends it, and waits until the broker has done it and all before it.
     *
     * @throws StompReader.Refused when it refuses one of these
     */
    void ask(StompFrame frame) throws IOException, InterruptedException {
        ask(frame, PATIENCE);
    }

    /** As {@link #ask}, of what may take long: heartbeats tell whether the broker is still there. */
    void askPatiently(StompFrame frame) throws IOException, InterruptedException {
        ask(frame, beats ? Duration.ofDays(1) : Duration.ofMinutes(10));
    }

    private void ask(StompFrame frame, Duration patience) throws IOException, InterruptedException {
        String receipt = String.valueOf(++receipts);
        frame.headers().set("receipt", receipt);
        send(frame);
        Received answer = reader.answer(patience);
        if (answer.command() != StompCommand.RECEIPT || !receipt.equals(answer.header("receipt-id"))) {
            throw new IOException("it answers with " + answer.command());
        }
    }

    /** @throws IOException when it has ended */
    void check() throws IOException {
        reader.check();
    }

    /** The next message, as {@link StompReader#take} says. */
    @Nullable
    Received take(Duration patience) throws IOException, InterruptedException {
        return reader.take(patience);
    }

    private Channel open() {
        Channel open = channel;
        if (open == null) {
            throw new IllegalStateException("not open");
        }
        return open;
    }

    /** With a receipt, so that the broker has read what was acknowledged last. */
    @Override
    public void close() {
        try {
            if (channel != null && !reader.hasEnded()) {
                reader.ends();
                ask(StompFrames.frame(StompCommand.DISCONNECT, Map.of()));
            }
        } catch (IOException gone) {
            LOG.debug("Nobody hears the goodbye", gone);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            if (channel != null) {
                var unused = channel.close();
            }
            var unused = loop.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Stops what could not be read before the aggregator makes a frame of it that looks sound. */
    private static final class Whole extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof StompSubframe frame && frame.decoderResult().isFailure()) {
                ReferenceCountUtil.release(message);
                context.fireExceptionCaught(
                        new StompReader.Unreadable(frame.decoderResult().cause()));
            } else {
                context.fireChannelRead(message);
            }
        }
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        private final @Nullable SSLEngine tls;

        Pipeline(@Nullable SSLEngine tls) {
            this.tls = tls;
        }

        @Override
        protected void initChannel(SocketChannel opened) {
            ChannelPipeline pipeline = opened.pipeline();
            if (tls != null) {
                pipeline.addLast(new SslHandler(tls));
            }
            pipeline.addLast(new StompSubframeDecoder(LONGEST_LINE, LARGEST_FRAME, MOST_HEADERS, false));
            pipeline.addLast(new StompSubframeEncoder());
            pipeline.addLast(new Whole());
            pipeline.addLast(new StompSubframeAggregator(LARGEST_FRAME));
            pipeline.addLast(reader);
        }
    }
}
