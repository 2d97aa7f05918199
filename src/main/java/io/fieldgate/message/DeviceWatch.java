package io.fieldgate.message;

/**
 * Hears of every message of a device that was stored for the first time, and of every dead letter. Called on threads that
 * serve all routes, so it must neither wait nor fail.
 */
public interface DeviceWatch {
    /** Looks away. */
    DeviceWatch NONE = new DeviceWatch() {
        @Override
        public void stored(String route, String topic, byte[] device, byte[] value) {}

        @Override
        public void answered(byte[] device, int bytes) {}

        @Override
        public void rejected(String route, byte[] device, String code) {}
    };

    /**
     * Kafka has stored a message that came from elsewhere.
     *
     * @param device the key of its record
     * @param value not to be changed
     */
    void stored(String route, String topic, byte[] device, byte[] value);

    /**
     * The same of an answer to a command: a sign of life, which says nothing of what the device measures and where that goes.
     *
     * @param bytes of its value
     */
    void answered(byte[] device, int bytes);

    /**
     * A message has become a dead letter.
     *
     * @param code why, one of a few
     */
    void rejected(String route, byte[] device, String code);
}
