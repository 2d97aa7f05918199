package io.fieldgate.bridge.jms;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.stomp.DefaultStompFrame;
import io.netty.handler.codec.stomp.StompCommand;
import io.netty.handler.codec.stomp.StompFrame;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Frames of STOMP 1.2, of Netty's and of ours. */
final class StompFrames {
    private static final int OBJECT = 512;
    private static final int ENTRY = 160;

    private StompFrames() {}

    /**
     * A frame that has come.
     *
     * @param headers of those that stand there twice the first (STOMP 1.2, repeated header entries)
     */
    record Received(StompCommand command, Map<String, String> headers, byte[] body) {
        static Received of(StompFrame frame) {
            Map<String, String> headers = new LinkedHashMap<>();
            Iterator<Map.Entry<String, String>> all = frame.headers().iteratorAsString();
            while (all.hasNext()) {
                Map.Entry<String, String> header = all.next();
                headers.putIfAbsent(header.getKey(), header.getValue());
            }
            return new Received(frame.command(), headers, ByteBufUtil.getBytes(frame.content()));
        }

        /** Bytes of memory that it takes, about. */
        int weight() {
            int weight = OBJECT + body.length;
            for (Map.Entry<String, String> header : headers.entrySet()) {
                weight += ENTRY + header.getKey().length() + header.getValue().length();
            }
            return weight;
        }

        /** Null when it is not there. */
        @Nullable
        String header(String name) {
            return headers.get(name);
        }

        /** What an ERROR says, in a line. */
        String said() {
            String message = headers.getOrDefault("message", "");
            String text = message.isBlank() ? new String(body, UTF_8) : message;
            return text.lines().findFirst().orElse("").strip();
        }
    }

    /** One without a body. */
    static StompFrame frame(StompCommand command, Map<String, String> headers) {
        return frame(command, headers, new byte[0]);
    }

    static StompFrame frame(StompCommand command, Map<String, String> headers, byte[] body) {
        StompFrame frame = new DefaultStompFrame(command, Unpooled.wrappedBuffer(body));
        headers.forEach((name, value) -> frame.headers().set(name, value));
        return frame;
    }
}
