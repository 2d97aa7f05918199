package io.fieldgate.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Whose reading a payload says it is. */
final class Identity {
    private static final JsonFactory JSON = new JsonFactory();

    private Identity() {}

    /** Whether the payload is a JSON object with a member {@code device} that is not this one. */
    static boolean isAnother(byte[] payload, String device) {
        try (JsonParser parser = JSON.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = parser.currentName().equals("device");
                parser.nextToken();
                if (named && !device.equals(parser.getValueAsString())) {
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException noJson) {
            return false;
        }
    }
}
