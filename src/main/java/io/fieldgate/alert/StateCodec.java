package io.fieldgate.alert;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** What all rules of a topic remember of one device, by rule, as bytes. An older gateway reads what a newer one has written, as far as it knows the fields. */
final class StateCodec {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final TypeReference<Map<String, AlertState>> STATES = new TypeReference<>() {};
    private static final ObjectReader READER = JSON.readerFor(STATES);
    private static final ObjectWriter WRITER = JSON.writerFor(STATES);

    private StateCodec() {}

    static byte[] bytes(Map<String, AlertState> states) {
        try {
            return WRITER.writeValueAsBytes(states);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, AlertState> states(byte[] bytes) {
        try {
            return READER.readValue(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
