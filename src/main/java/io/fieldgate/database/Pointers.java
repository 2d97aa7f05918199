package io.fieldgate.database;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places in a payload that columns are read from. From JSON text it makes nodes of these alone: most of a reading is
 * often of no use to the table. Threads: any number.
 */
final class Pointers {
    private final List<ColumnSource> sources;
    private final Map<String, List<Wanted>> fields = new HashMap<>();

    /** What a column wants of a field at the top. */
    private record Wanted(int column, JsonPointer within) {}

    /** @param sources of the columns, of which those that are no pointer are passed over */
    Pointers(List<ColumnSource> sources) {
        this.sources = sources;
        for (int i = 0; i < sources.size(); i++) {
            JsonPointer pointer = sources.get(i).pointer();
            if (!pointer.matches()) {
                fields.computeIfAbsent(pointer.getMatchingProperty(), name -> new ArrayList<>())
                        .add(new Wanted(i, pointer.tail()));
            }
        }
    }

    /** The nodes by column, missing ones where a column has no pointer or the object nothing there. */
    JsonNode[] in(JsonNode object) {
        JsonNode[] nodes = new JsonNode[sources.size()];
        for (int i = 0; i < nodes.length; i++) {
            JsonPointer pointer = sources.get(i).pointer();
            nodes[i] = pointer.matches() ? MissingNode.getInstance() : object.at(pointer);
        }
        return nodes;
    }

    /**
     * The same, from a parser that stands at the begin of the object and goes to its end. Of a name that comes twice the
     * last counts, as in a tree.
     *
     * @param any reads any value
     */
    JsonNode[] in(JsonParser parser, ObjectReader any) throws IOException {
        JsonNode[] nodes = new JsonNode[sources.size()];
        Arrays.fill(nodes, MissingNode.getInstance());
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            List<Wanted> wanted = fields.get(name);
            if (wanted == null) {
                parser.skipChildren();
            } else {
                JsonNode node = node(parser, value, any);
                wanted.forEach(want -> nodes[want.column] = node.at(want.within));
            }
        }
        return nodes;
    }

    private static JsonNode node(JsonParser parser, JsonToken value, ObjectReader any) throws IOException {
        return switch (value) {
            case VALUE_STRING -> any.getConfig().getNodeFactory().textNode(parser.getText());
            case VALUE_NUMBER_FLOAT -> any.getConfig().getNodeFactory().numberNode(parser.getDoubleValue());
            default -> any.readTree(parser);
        };
    }
}
