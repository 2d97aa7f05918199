package io.fieldgate.observe.device;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fieldgate.observe.Masks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what stands at the top of a JSON message: numbers, texts and booleans, a few of them. Any thread. */
final class Values {
    /** A longer message is not looked into. */
    static final int MOST_BYTES = 2_048;

    private static final int MOST_VALUES = 8;
    private static final int MOST_CHARACTERS = 64;
    private static final JsonFactory JSON = new JsonFactory();

    private final Masks masks;

    Values(Masks masks) {
        this.masks = masks;
    }

    /**
     * The text of a JSON object.
     *
     * @return null when the message is none, or has nothing at its top
     */
    byte @Nullable [] read(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int found = 0;
        try (JsonParser parser = JSON.createParser(message);
                JsonGenerator to = JSON.createGenerator(out)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            to.writeStartObject();
            while (found < MOST_VALUES && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isStructStart()) {
                    parser.skipChildren();
                } else if (name.length() <= MOST_CHARACTERS && value != JsonToken.VALUE_NULL) {
                    to.writeFieldName(name);
                    write(name, value, parser, to);
                    found++;
                }
            }
            to.writeEndObject();
        } catch (IOException noJson) {
            return null;
        }
        return found == 0 ? null : out.toByteArray();
    }

    private void write(String name, JsonToken value, JsonParser parser, JsonGenerator to) throws IOException {
        if (masks.hides(name)) {
            to.writeString(Masks.MASK);
            return;
        }
        String text = parser.getText();
        if (value.isNumeric() && text.length() <= MOST_CHARACTERS) {
            to.writeNumber(text);
        } else if (value.isBoolean()) {
            to.writeBoolean(value == JsonToken.VALUE_TRUE);
        } else {
            to.writeString(text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "..." : text);
        }
    }
}
