package io.fieldgate.file;

import io.fieldgate.message.Reentry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Read files line by line or row by row: files that are dropped into a folder, or growing logs. A line counts as read only
 * after its route has succeeded, and a crash goes on where that was.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "intake",
        title = "Intake",
        syntax = "intake:path",
        consumerOnly = true,
        category = {Category.FILE, Category.IOT})
public final class IntakeEndpoint extends DefaultEndpoint implements Reentry {
    private static final int MOST_RECORD_BYTES = 64 * 1024 * 1024;

    @UriPath(
            description =
                    "Which files, relative to fieldgate.intake.root: a folder, or a pattern in whose levels * stands"
                            + " for any characters and {name} captures some")
    @Metadata(required = true)
    private final String path;

    private final PathPattern pattern;
    private @Nullable Path only;
    private @Nullable RecordFormats formats;

    @UriParam(defaultValue = "drop", enums = "drop,tail")
    private String mode = "drop";

    @UriParam(defaultValue = "auto", enums = "auto,text,ndjson,csv,tsv")
    private String format = "auto";

    @UriParam
    private @Nullable String separator;

    @UriParam
    private @Nullable String header;

    @UriParam
    private @Nullable String types;

    @UriParam
    private @Nullable String multiline;

    @UriParam(defaultValue = "500")
    private int maxLines = 500;

    @UriParam(defaultValue = "1048576")
    private int maxRecordBytes = 1024 * 1024;

    @UriParam(defaultValue = "2s", javaType = "java.time.Duration")
    private Duration stable = Duration.ofSeconds(2);

    @UriParam
    private @Nullable String marker;

    @UriParam(defaultValue = "beginning", enums = "beginning,end")
    private String from = "beginning";

    @UriParam(defaultValue = "5s", javaType = "java.time.Duration")
    private Duration idle = Duration.ofSeconds(5);

    @UriParam(defaultValue = "500ms", javaType = "java.time.Duration")
    private Duration poll = Duration.ofMillis(500);

    @UriParam(defaultValue = "10000")
    private int maxInFlight = 10_000;

    @UriParam(defaultValue = "33554432")
    private long maxInFlightBytes = 32L * 1024 * 1024;

    IntakeEndpoint(String uri, String path, IntakeComponent component) {
        super(uri, component);
        this.path = path;
        this.pattern = PathPattern.parse(path);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("intake:" + path + ": intake reads files, it is no place to write to");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        formats = new RecordFormats(this);
        IntakeConsumer consumer = new IntakeConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** Bytes of a row are not what goes through the route, and the names of its columns stood in its file. */
    @Override
    public @Nullable String objection(Map<String, String> headers) {
        String file = headers.getOrDefault(ReadFile.FILE, "");
        return format(file.substring(file.lastIndexOf('/') + 1)).isLines()
                ? null
                : "It is a row of a file, which can be repaired and imported again: ./fieldgate import; or an edit can give"
                        + " what the route makes of a row.";
    }

    /** How the records of a file are told apart. */
    RecordFormat format(String fileName) {
        return Objects.requireNonNull(formats, "createConsumer() comes first").of(fileName);
    }

    /** Reads this file and no other, wherever it is, and leaves it where it is. */
    void only(Path file) {
        only = file;
    }

    @Nullable
    Path only() {
        return only;
    }

    PathPattern pattern() {
        return pattern;
    }

    /** The files of the pattern, below the real path of the root, which is made when it is missing. */
    Folder folder() {
        try {
            return new Folder(Files.createDirectories(properties().root()).toRealPath(), pattern);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    IntakeProperties properties() {
        return ((IntakeComponent) getComponent()).properties();
    }

    long maxFileBytes() {
        return properties().maxFileSize().toBytes();
    }

    boolean isTail() {
        return mode.equals("tail");
    }

    public String getPath() {
        return path;
    }

    public String getMode() {
        return mode;
    }

    /**
     * drop: each complete file is read once and moved to done/ beside it. tail: files are followed while they grow, also when
     * they are renamed or truncated.
     */
    public void setMode(String mode) {
        this.mode = oneOf("mode", mode, "drop", "tail");
    }

    public String getFormat() {
        return format;
    }

    /**
     * text and ndjson: a record is a line. csv and tsv: a record is a row, which becomes a JSON object with the header's
     * names. auto: by the ending of the file's name, .csv, .tsv, .ndjson or .jsonl, also before .gz; else text.
     */
    public void setFormat(String format) {
        this.format = oneOf("format", format, "auto", "text", "ndjson", "csv", "tsv");
    }

    public @Nullable String getSeparator() {
        return separator;
    }

    /** What stands between the cells of a row of csv: one ASCII character, by default a comma. */
    public void setSeparator(String separator) {
        if (separator.length() != 1 || separator.charAt(0) > '~' || "\"\r\n".contains(separator)) {
            throw refused("separator", separator, "one ASCII character, no quote and no line end");
        }
        this.separator = separator;
    }

    public @Nullable String getHeader() {
        return header;
    }

    /** The names of the columns with commas between them, for csv and tsv without a first row that says them. */
    public void setHeader(String header) {
        this.header = header;
    }

    public @Nullable String getTypes() {
        return types;
    }

    /**
     * What columns hold, device:text,temperature:number,open:boolean; a row with something else is a dead letter. A column
     * that is not named is a number, true, false or null where the cell reads like that in JSON, else text.
     */
    public void setTypes(String types) {
        this.types = types;
    }

    public @Nullable String getMultiline() {
        return multiline;
    }

    /**
     * A regular expression for how the first line of a record begins; other lines belong to the record before them, as the
     * lines of a stack trace do. For text.
     */
    public void setMultiline(String multiline) {
        try {
            Pattern.compile(multiline);
        } catch (PatternSyntaxException wrong) {
            throw refused("multiline", multiline, "a regular expression; " + wrong.getDescription());
        }
        this.multiline = multiline;
    }

    public int getMaxLines() {
        return maxLines;
    }

    /** The most lines of one record of several lines. */
    public void setMaxLines(int maxLines) {
        this.maxLines = (int) within("maxLines", maxLines, 1, 1_000_000);
    }

    public int getMaxRecordBytes() {
        return maxRecordBytes;
    }

    /** The most bytes of one record; of a longer one the dead letter holds the beginning. */
    public void setMaxRecordBytes(int maxRecordBytes) {
        this.maxRecordBytes = (int) within("maxRecordBytes", maxRecordBytes, 1, MOST_RECORD_BYTES);
    }

    public Duration getStable() {
        return stable;
    }

    /**
     * How long the size and time of a dropped file must have stayed the same before it is taken for complete. 0s when files
     * are renamed into the folder. Names that begin with a dot or end in .tmp, .part or ~ wait until they are renamed.
     */
    public void setStable(Duration stable) {
        this.stable = stable;
    }

    public @Nullable String getMarker() {
        return marker;
    }

    /** The ending of a marker file: readings.csv is taken when readings.csv.ready is there, with marker=.ready. */
    public void setMarker(String marker) {
        if (marker.isEmpty() || marker.contains("/")) {
            throw refused("marker", marker, "the ending of a file name, like .ready");
        }
        this.marker = marker;
    }

    public String getFrom() {
        return from;
    }

    /** Where a tail begins with the files that are there at its first start; files that appear later are read from their beginning. */
    public void setFrom(String from) {
        this.from = oneOf("from", from, "beginning", "end");
    }

    public Duration getIdle() {
        return idle;
    }

    /** After how long without more a tail takes a last line without line end, or a record of several lines, for complete. */
    public void setIdle(Duration idle) {
        this.idle = idle;
    }

    public Duration getPoll() {
        return poll;
    }

    /** How long to wait before looking for files and lines again. */
    public void setPoll(Duration poll) {
        if (poll.isNegative() || poll.isZero()) {
            throw refused("poll", poll, "1ms and more");
        }
        this.poll = poll;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    /** The most records that are on their way to Kafka at a time. */
    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = (int) within("maxInFlight", maxInFlight, 1, 1_000_000);
    }

    public long getMaxInFlightBytes() {
        return maxInFlightBytes;
    }

    /** The most bytes of records that are on their way to Kafka at a time. */
    public void setMaxInFlightBytes(long maxInFlightBytes) {
        this.maxInFlightBytes = within("maxInFlightBytes", maxInFlightBytes, 1, Long.MAX_VALUE);
    }

    private String oneOf(String option, String value, String... allowed) {
        if (!List.of(allowed).contains(value)) {
            throw refused(option, value, String.join(", ", allowed));
        }
        return value;
    }

    private long within(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(option, value, least + " to " + most);
        }
        return value;
    }

    IllegalArgumentException refused(String option, Object value, String allowed) {
        return new IllegalArgumentException(
                "intake:" + path + ": " + option + " is '" + value + "', allowed is " + allowed);
    }
}
