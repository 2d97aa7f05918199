package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.jms.StompFrames.Received;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.stomp.StompCommand;
import io.netty.handler.codec.stomp.StompFrame;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What has come by STOMP waits here for one thread; when it is much, nothing more is read, so that the broker waits. Sends the
 * heartbeats, too.
 */
final class StompReader extends SimpleChannelInboundHandler<StompFrame> {
    /** Bytes that may wait here before nothing more is read. */
    private static final long MUCH = 16L * 1024 * 1024;

    private static final long LOOK_MILLIS = 50;

    private final BlockingQueue<Received> messages = new LinkedBlockingQueue<>();
    /** What answers us: CONNECTED, RECEIPT and ERROR. */
    private final BlockingQueue<Received> answers = new LinkedBlockingQueue<>();

    private final AtomicLong waiting = new AtomicLong();
    private volatile @Nullable Channel channel;
    private volatile @Nullable Exception lost;

    /** The broker refuses, and says why. */
    static final class Refused extends IOException {
        Refused(String why) {
            super(why);
        }
    }

    /**
     * Waits for the answer to what was sent.
     *
     * @throws Refused when it is an error
     */
    Received answer() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Client.CONNECT_MILLIS);
        Received answer = answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        while (answer == null) {
            check();
            if (System.nanoTime() - end > 0) {
                throw new IOException("no answer within " + Client.CONNECT_MILLIS / 1000 + " s");
            }
            answer = answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (answer.command() == StompCommand.ERROR) {
            throw new Refused(answer.said());
        }
        return answer;
    }

    /**
     * The next message; null when none comes in time.
     *
     * @throws IOException when none can come any more
     */
    @Nullable
    Received take(Duration patience) throws IOException, InterruptedException {
        Received next = messages.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        long left = waiting.addAndGet(next == null ? 0 : -next.body().length);
        Channel open = channel;
        // Also when none has come: the reader may have stopped just when the last was taken.
        if (left < MUCH / 2 && open != null) {
            open.config().setAutoRead(true);
        }
        if (next == null) {
            check();
        }
        return next;
    }

    private void check() throws IOException {
        Received error = answers.peek();
        if (error != null && error.command() == StompCommand.ERROR) {
            throw new Refused(error.said());
        }
        Exception cause = lost;
        if (cause != null) {
            throw new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        }
    }

    boolean hasEnded() {
        return lost != null;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, StompFrame frame) {
        if (frame.decoderResult().isFailure()) {
            exceptionCaught(context, frame.decoderResult().cause());
            return;
        }
        Received received = Received.of(frame);
        if (received.command() != StompCommand.MESSAGE) {
            answers.add(received);
            return;
        }
        messages.add(received);
        if (waiting.addAndGet(received.body().length) > MUCH) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof IdleStateEvent idle)) {
            return;
        }
        if (idle.state() == IdleState.WRITER_IDLE) {
            // An end of line between frames is a heartbeat.
            var unused = context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'\n'}));
        } else if (context.channel().config().isAutoRead()) {
            exceptionCaught(context, new IOException("nothing was heard of it for too long"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (lost == null) {
            lost = cause instanceof Exception exception ? exception : new IOException(cause);
        }
        var unused = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (lost == null) {
            lost = new IOException("the connection has ended");
        }
    }
}
