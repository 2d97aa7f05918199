package io.fieldgate.file;

import io.fieldgate.message.RecordHeaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.CaseInsensitiveMap;
import org.jspecify.annotations.Nullable;

/** A file that is being read, and how far it is stored. Used by the lane's thread. */
final class ReadFile {
    /** The path of the file below the root. */
    static final String FILE = "fg.file";
    /** The number of the record's first line. */
    static final String LINE = "fg.line";

    private final String name;
    private final String key;
    /** Those of the record before; what differs is put in for each. */
    private final FewHeaders headers;

    private final Map.Entry<String, Object> timeHeader;
    private final Map.Entry<String, Object> lineHeader;
    /** The same in Camel's order, for those that Camel is to keep. */
    private final CaseInsensitiveMap camelHeaders = new CaseInsensitiveMap();

    private Fingerprint fingerprint;
    private long offset;
    private long line;
    private long bad;

    /**
     * @param name path below the root
     * @param key the number that the file system gives it
     * @param from where it was left; null for one that begins
     * @param captures names, and their values
     */
    ReadFile(
            String name,
            String key,
            Fingerprint fingerprint,
            @Nullable Checkpoint from,
            List<String> captures,
            @Nullable List<String> values) {
        this.name = name;
        this.key = key;
        this.fingerprint = fingerprint;
        this.offset = from == null ? 0 : from.offset();
        this.line = from == null ? 1 : from.line();
        this.bad = from == null ? 0 : from.bad();
        camelHeaders.put(RecordHeaders.SOURCE, "file");
        camelHeaders.put(FILE, name);
        camelHeaders.put(RecordHeaders.RECEIVED_AT, 0L);
        camelHeaders.put(LINE, line);
        for (int i = 0; values != null && i < captures.size(); i++) {
            camelHeaders.put(captures.get(i), values.get(i));
            camelHeaders.put(RecordHeaders.PREFIX + captures.get(i), values.get(i));
        }
        headers = new FewHeaders(camelHeaders);
        timeHeader = headers.entry(RecordHeaders.RECEIVED_AT);
        lineHeader = headers.entry(LINE);
    }

    RecordReader open(Path path, RecordFormat format) throws IOException, UnreadableFile {
        return RecordReader.open(path, format, offset, line);
    }

    /**
     * The headers of a record. The map serves all records of the file, so it says this only until it is asked again.
     *
     * @param at when it was read, in milliseconds since 1970
     * @param number of its first line
     */
    Map<String, Object> headers(long at, long number) {
        if (!timeHeader.getValue().equals(at)) {
            // The same object for as long as it can serve: the record's header is then used again too.
            timeHeader.setValue(at);
        }
        lineHeader.setValue(number);
        return headers;
    }

    /**
     * The same to keep, as a map that Camel takes as it is. Copying a sorted map takes no comparison, which would otherwise
     * cost more than all else that is done for a line.
     */
    Map<String, Object> ownHeaders(long at, long number) {
        CaseInsensitiveMap own = new CaseInsensitiveMap(camelHeaders);
        own.put(RecordHeaders.RECEIVED_AT, at);
        own.put(LINE, number);
        return own;
    }

    String name() {
        return name;
    }

    /** The piece, and all before it, are stored or dead-lettered. */
    void stored(Piece piece, boolean deadLettered) {
        offset = piece.end();
        line = piece.nextLine();
        if (deadLettered) {
            bad++;
        }
    }

    /** It begins again, as another file under the same name. */
    void restart(Fingerprint begins, long at) {
        fingerprint = begins;
        offset = at;
        line = 1;
    }

    void fingerprint(Fingerprint longer) {
        fingerprint = longer;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    long bad() {
        return bad;
    }

    Checkpoint checkpoint() {
        return new Checkpoint(name, key, fingerprint, offset, line, bad);
    }
}
