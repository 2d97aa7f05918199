package io.fieldgate.file;

import io.fieldgate.message.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the records of the files of a route are told apart, by the options of the route and the names of the files. */
final class RecordFormats {
    private enum Kind {
        TEXT,
        NDJSON,
        CSV,
        TSV;

        /** By the ending of a file's name. */
        static Kind of(String fileName) {
            String name = fileName.toLowerCase(Locale.ROOT);
            String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
            if (plain.endsWith(".csv")) {
                return CSV;
            }
            if (plain.endsWith(".tsv") || plain.endsWith(".tab")) {
                return TSV;
            }
            return plain.endsWith(".ndjson") || plain.endsWith(".jsonl") ? NDJSON : TEXT;
        }
    }

    /** What the route says; null: each file's name does. */
    private final @Nullable Kind set;

    private final RecordFormat text;
    private final RecordFormat ndjson;
    private final RecordFormat csv;
    private final RecordFormat tsv;

    /** @throws IllegalArgumentException when the options say something that is not allowed */
    RecordFormats(IntakeEndpoint endpoint) {
        set = endpoint.getFormat().equals("auto")
                ? null
                : Kind.valueOf(endpoint.getFormat().toUpperCase(Locale.ROOT));
        String multiline = endpoint.getMultiline();
        text = lines(endpoint, multiline == null ? null : Pattern.compile(multiline));
        ndjson = lines(endpoint, null);
        String separator = endpoint.getSeparator();
        csv = rows(endpoint, separator == null ? ',' : separator.charAt(0));
        tsv = rows(endpoint, '\t');
    }

    private static RecordFormat lines(IntakeEndpoint endpoint, @Nullable Pattern begin) {
        return new RecordFormat(
                Cutter.LINES, List.of(), Map.of(), begin, endpoint.getMaxLines(), endpoint.getMaxRecordBytes());
    }

    private static RecordFormat rows(IntakeEndpoint endpoint, char separator) {
        return new RecordFormat(
                separator, names(endpoint.getHeader()), types(endpoint), null, 1, endpoint.getMaxRecordBytes());
    }

    private static List<String> names(@Nullable String list) {
        return list == null ? List.of() : List.of(list.strip().split("\\s*,\\s*"));
    }

    private static Map<String, Rows.Type> types(IntakeEndpoint endpoint) {
        Map<String, Rows.Type> found = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        for (String entry : names(endpoint.getTypes())) {
            int colon = entry.lastIndexOf(':');
            Rows.Type type = colon < 1 ? null : Rows.Type.named(entry.substring(colon + 1));
            if (type == null) {
                wrong.add(entry);
            } else {
                found.put(entry.substring(0, colon), type);
            }
        }
        if (!wrong.isEmpty()) {
            throw endpoint.refused(
                    "types", wrong, "column:text, column:number and column:boolean, with commas between them");
        }
        return found;
    }

    /** That of a file. */
    RecordFormat of(String fileName) {
        return switch (set == null ? Kind.of(fileName) : set) {
            case TEXT -> text;
            case NDJSON -> ndjson;
            case CSV -> csv;
            case TSV -> tsv;
        };
    }
}
