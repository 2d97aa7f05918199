package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.Address;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Utf8;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/** Makes a message of frames: one is the message, of two the first is its topic. */
final class FrameReader {
    static final String TOPIC = "zeromq.topic";
    private static final int MOST_FRAMES = 2;

    private final String place;
    private final @Nullable Address address;

    /** @param address whose names a topic gives values; null: none */
    FrameReader(String place, @Nullable Address address) {
        this.place = place;
        this.address = address;
    }

    /** All frames of the message that has begun with this one; of one with too many only the first ones. */
    static List<byte[]> frames(ZMQ.Socket socket, byte[] first) {
        List<byte[]> frames = new ArrayList<>(MOST_FRAMES);
        frames.add(first);
        while (socket.hasReceiveMore()) {
            byte[] frame = socket.recv();
            if (frames.size() <= MOST_FRAMES) {
                frames.add(frame);
            }
        }
        return frames;
    }

    Arrival read(List<byte[]> frames) {
        byte[] last = frames.get(frames.size() - 1);
        if (frames.size() > MOST_FRAMES) {
            return refused(
                    last, "The message has more than two frames: allowed is the message, or a topic and the message.");
        }
        Map<String, Object> headers = new HashMap<>();
        if (frames.size() == MOST_FRAMES) {
            String topic = Utf8.text(frames.get(0));
            if (topic == null) {
                return refused(last, "The first of two frames is a topic, which must be text in UTF-8.");
            }
            headers.put(TOPIC, topic);
            if (address != null) {
                address.capture(topic, headers);
            }
        }
        return new Arrival(last, headers, place, place);
    }

    private Arrival refused(byte[] body, String why) {
        return new Arrival(body, Map.of(), place, place, Failure.rejected("FRAMES", why, null));
    }
}
