package io.fieldgate.file;

import io.fieldgate.message.Rows;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a file are told apart.
 *
 * @param separator between the cells of a row, or {@link Cutter#LINES}
 * @param header the names of the columns; empty when the first row of each file names them
 * @param types of columns, by name
 * @param multiline how the first line of a record begins; null when each line is one
 * @param maxLines of one record
 * @param maxRecordBytes of one record
 */
record RecordFormat(
        int separator,
        List<String> header,
        Map<String, Rows.Type> types,
        @Nullable Pattern multiline,
        int maxLines,
        int maxRecordBytes) {
    boolean isLines() {
        return separator == Cutter.LINES;
    }
}
