package io.fieldgate.route.lint;

import io.fieldgate.route.lint.Endpoint.End;
import io.fieldgate.route.lint.Endpoint.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Takes addresses of endpoints apart, keeping the place of each part. */
final class EndpointReader {
    private final ValueReader values;

    EndpointReader(ValueReader values) {
        this.values = values;
    }

    /**
     * Reads one.
     *
     * @param parameters the mapping of the same name beside the address, if there is one
     * @return null when the address is known only at run time
     */
    @Nullable
    Endpoint read(End end, ScalarNode uri, @Nullable Node parameters) {
        Value raw = values.raw(uri);
        int colon = raw.text().indexOf(':');
        int question = raw.text().indexOf('?');
        if (question >= 0 && colon > question) {
            colon = -1;
        }
        // "topic" with the rest among the parameters
        int schemeEnd =
                colon >= 0 ? colon : question >= 0 ? question : raw.text().length();
        Value scheme = values.fill(raw.part(0, schemeEnd));
        if (scheme == null || scheme.isVariable() || scheme.text().contains("${")) {
            return null;
        }
        int pathEnd = question >= 0 ? question : raw.text().length();
        Value path = values.fill(raw.part(Math.min(schemeEnd + 1, pathEnd), pathEnd));
        List<Option> options = new ArrayList<>();
        if (question >= 0) {
            query(raw, question + 1, options);
        }
        for (NodeTuple tuple : YamlNodes.entries(parameters)) {
            if (tuple.getKeyNode() instanceof ScalarNode name && tuple.getValueNode() instanceof ScalarNode value) {
                add(options, values.raw(name), values.raw(value));
            }
        }
        Value nothing = raw.part(0, 0);
        return new Endpoint(end, scheme, path == null ? nothing : path, List.copyOf(options));
    }

    /** {@code a=1&b=RAW(2&3)} */
    private void query(Value uri, int from, List<Option> options) {
        String text = uri.text();
        int start = from;
        while (start < text.length()) {
            int equals = text.indexOf('=', start);
            int end = end(text, start);
            if (equals < 0 || equals > end) {
                add(options, uri.part(start, end), uri.part(end, end));
            } else {
                add(options, uri.part(start, equals), uri.part(equals + 1, end));
            }
            start = end + 1;
        }
    }

    /** Where an option ends: an ampersand within RAW() is a part of its value. */
    private static int end(String text, int start) {
        int raw = text.indexOf("=RAW(", start);
        int ampersand = text.indexOf('&', start);
        if (raw >= 0 && (ampersand < 0 || raw < ampersand)) {
            int close = text.indexOf(")&", raw);
            return close < 0 ? text.length() : close + 1;
        }
        return ampersand < 0 ? text.length() : ampersand;
    }

    private void add(List<Option> options, Value name, Value value) {
        Value filledName = values.fill(name);
        Value filled = values.fill(value);
        if (filledName != null && filled != null && !filledName.text().isEmpty()) {
            // An address may be folded over several lines.
            options.add(new Option(stripped(filledName), unwrapped(stripped(filled))));
        }
    }

    private static Value stripped(Value value) {
        return new Value(value.text().strip(), value.place(), value.borrowed());
    }

    private static Value unwrapped(Value value) {
        String text = value.text();
        boolean wrapped = text.startsWith("RAW(") && text.endsWith(")");
        return wrapped ? value.part("RAW(".length(), text.length() - 1) : value;
    }
}
