package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.jms.StompFrames.Received;
import io.fieldgate.message.Causes;
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
    /** Of the thread that reads. */
    private boolean ending;

    /** What has come is no frame that can be read. */
    static final class Unreadable extends IOException {
        Unreadable(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

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
    Received answer(Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Received answer = answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        while (answer == null) {
            check();
            if (System.nanoTime() - end > 0) {
                throw new IOException("no answer within " + patience.toSeconds() + " s");
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
     * @throws IOException when the connection has ended: also what waits here comes again then
     */
    @Nullable
    Received take(Duration patience) throws IOException, InterruptedException {
        check();
        Received next = messages.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        long left = waiting.addAndGet(next == null ? 0 : -next.weight());
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

    /** @throws IOException when the connection has ended */
    void check() throws IOException {
        Received error = answers.peek();
        if (error != null && error.command() == StompCommand.ERROR) {
            throw new Refused(error.said());
        }
        Exception cause = lost;
        if (cause instanceof Unreadable unreadable) {
            throw unreadable;
        }
        if (cause != null) {
            throw new IOException(Causes.words(cause), cause);
        }
    }

    boolean hasEnded() {
        return lost != null;
    }

    /** Nothing more is wanted than the answer to a goodbye, which stands behind all messages that have come. */
    void ends() {
        Channel open = channel;
        if (open != null) {
            open.eventLoop().execute(() -> {
                ending = true;
                messages.clear();
                open.config().setAutoRead(true);
            });
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, StompFrame frame) {
        Received received = Received.of(frame);
        if (received.command() != StompCommand.MESSAGE) {
            answers.add(received);
            return;
        }
        if (ending) {
            return;
        }
        messages.add(received);
        if (waiting.addAndGet(received.weight()) > MUCH) {
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
