package io.fieldgate.fault;

import java.nio.ByteBuffer;

/** Cuts a stream of bytes into MQTT packets. */
final class MqttPackets implements FaultProxy.Tap {
    /** Takes each packet: its type and flags, and what follows its length. */
    interface Reader {
        void packet(int first, byte[] rest);
    }

    private final Reader reader;
    /** The beginning of a packet whose end has not come yet. */
    private ByteBuffer incomplete = ByteBuffer.allocate(0);

    MqttPackets(Reader reader) {
        this.reader = reader;
    }

    @Override
    public void passes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(incomplete.remaining() + bytes.length)
                .put(incomplete)
                .put(bytes)
                .flip();
        int start;
        do {
            start = buffer.position();
        } while (readPacket(buffer));
        incomplete = buffer.position(start);
    }

    /** @return false when the packet is not complete; where the buffer then stands is open */
    private boolean readPacket(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return false;
        }
        int first = buffer.get() & 255;
        // The variable byte integer of MQTT 5, 1.5.5.
        int length = 0;
        int shift = 0;
        int digit;
        do {
            if (!buffer.hasRemaining()) {
                return false;
            }
            digit = buffer.get();
            length |= (digit & 127) << shift;
            shift += 7;
        } while ((digit & 128) != 0);
        if (buffer.remaining() < length) {
            return false;
        }
        byte[] rest = new byte[length];
        buffer.get(rest);
        reader.packet(first, rest);
        return true;
    }
}
