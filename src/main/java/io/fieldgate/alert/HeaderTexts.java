package io.fieldgate.alert;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A record's headers as texts, made when the first rule asks for one. Of repeated names the last counts. */
final class HeaderTexts extends AbstractMap<String, String> {
    private final Headers headers;
    private @Nullable Map<String, String> texts;

    HeaderTexts(Headers headers) {
        this.headers = headers;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return texts().entrySet();
    }

    @Override
    public @Nullable String get(Object name) {
        return texts().get(name);
    }

    @Override
    public boolean containsKey(Object name) {
        return texts().containsKey(name);
    }

    private Map<String, String> texts() {
        Map<String, String> made = texts;
        if (made == null) {
            made = new HashMap<>();
            for (Header header : headers) {
                if (header.value() != null) {
                    made.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
                }
            }
            texts = made;
        }
        return made;
    }
}
