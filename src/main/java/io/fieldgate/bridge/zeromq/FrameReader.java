package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.Address;
import io.fieldgate.bridge.Arrival;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Utf8;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a message of frames: one is the message, of two the first is its topic. */
final class FrameReader {
    static final String TOPIC = "zeromq.topic";

    private final String place;
    private final @Nullable Address address;

    /** @param address whose names a topic gives values; null: none */
    FrameReader(String place, @Nullable Address address) {
        this.place = place;
        this.address = address;
    }

    Arrival read(Frames frames) {
        if (frames.count() > Frames.MOST) {
            return refused(
                    frames,
                    "The message has more than two frames: allowed is the message, or a topic and the message.");
        }
        Map<String, Object> headers = new HashMap<>();
        if (frames.count() == Frames.MOST) {
            String topic = Utf8.text(frames.first());
            if (topic == null) {
                return refused(frames, "The first of two frames is a topic, which must be text in UTF-8.");
            }
            headers.put(TOPIC, topic);
            if (address != null) {
                address.capture(topic, headers);
            }
        }
        return new Arrival(frames.last(), headers, place, place);
    }

    /** With all frames: which of them is the message nobody knows. */
    private Arrival refused(Frames frames, String why) {
        String cut = frames.areCut()
                ? " It has " + frames.count() + " frames, which together are more than max-message-size; the first "
                        + frames.kept() + " are kept."
                : "";
        return new Arrival(frames.onTheWire(), Map.of(), place, place, Failure.rejected("FRAMES", why + cut, null));
    }
}
