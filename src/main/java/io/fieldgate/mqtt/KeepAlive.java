package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends PINGREQ after half the keep-alive time of silence in either direction; the other half is left for its answer
 * (MQTT 5, 3.1.2.10). While the gateway itself does not read, pings go on and no answer is waited for.
 */
final class KeepAlive extends IdleStateHandler {
    private final Consumer<Failure> silent;
    private boolean pinged;

    /** @param silent is told when the broker has not been heard for the whole time */
    KeepAlive(long millis, Consumer<Failure> silent) {
        super(millis / 2, millis / 2, 0, TimeUnit.MILLISECONDS);
        this.silent = silent;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        pinged = false;
        super.channelReadComplete(context);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent idle) {
        boolean listening = idle.state() == IdleState.READER_IDLE
                && context.channel().config().isAutoRead();
        if (listening && pinged) {
            silent.accept(Failure.temporary("the broker has been silent for the keep-alive time", null));
            return;
        }
        pinged = listening;
        var unused = context.channel()
                .writeAndFlush(MqttMessage.PINGREQ, context.channel().voidPromise());
    }
}
