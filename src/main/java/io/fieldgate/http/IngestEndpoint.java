package io.fieldgate.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
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
 * Take records by HTTP POST, one or many in a request. The answer is 202 only after the route has succeeded for all of them;
 * if one of them is wrong, none is stored.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "ingest",
        title = "Ingest",
        syntax = "ingest:path",
        consumerOnly = true,
        category = {Category.HTTP, Category.IOT})
public final class IngestEndpoint extends DefaultEndpoint {
    private static final Pattern HEADER = Pattern.compile("[a-z0-9!#$&'*+.^_|~-]{1,64}");
    /** Whoever reads a topic must not find out how to send as somebody else. */
    private static final Set<String> SECRET = Set.of("authorization", "cookie", "proxy-authorization");

    @UriPath(description = "Path of the requests, levels in braces are captured: /v1/telemetry/{device}")
    @Metadata(required = true)
    private final String path;

    private final PathTemplate template;
    private List<String> headerNames = List.of();
    private @Nullable PayloadSchema payloadSchema;

    @UriParam(defaultValue = "auto", enums = "auto,json,ndjson,csv,text,bytes")
    private String format = "auto";

    @UriParam
    private @Nullable String schema;

    @UriParam(defaultValue = ",")
    private String separator = ",";

    @UriParam
    private @Nullable String headers;

    IngestEndpoint(String uri, String path, IngestComponent component) {
        super(uri, component);
        this.template = PathTemplate.parse(path);
        this.path = template.toString();
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(
                "ingest:" + path + ": ingest takes requests, it is no place to write to");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        IngestComponent component = (IngestComponent) getComponent();
        component.prepare();
        if (schema != null) {
            if (bodyFormat() == BodyFormat.TEXT || bodyFormat() == BodyFormat.BYTES) {
                throw refused("schema", schema, "none when format is " + format + ", which is no JSON");
            }
            payloadSchema = PayloadSchema.load(Path.of(schema));
        }
        IngestConsumer consumer = new IngestConsumer(this, component, processor);
        configureConsumer(consumer);
        component.paths().add(consumer);
        return consumer;
    }

    PathTemplate template() {
        return template;
    }

    /** Null when the content type decides. */
    @Nullable
    BodyFormat bodyFormat() {
        return BodyFormat.named(format);
    }

    char cellSeparator() {
        return separator.charAt(0);
    }

    List<String> headerNames() {
        return headerNames;
    }

    @Nullable
    PayloadSchema payloadSchema() {
        return payloadSchema;
    }

    /** A command that sends something here, with the address where the gateway listens. */
    public String example() {
        return ((IngestComponent) getComponent()).example(this);
    }

    String example(String url, boolean withToken) {
        String filled = path.replace("{device}", "my-device").replaceAll("[{}]", "");
        BodyFormat fixed = bodyFormat();
        String type = BodyFormat.taken(fixed).keySet().iterator().next();
        String body = fixed == null || fixed == BodyFormat.JSON || fixed == BodyFormat.NDJSON
                ? "{\"temperature\":21.5}"
                : fixed == BodyFormat.CSV ? "@readings.csv" : "text";
        return "curl" + (withToken ? " -H \"Authorization: Bearer $TOKEN\"" : "") + " -H 'Content-Type: " + type
                + "' --data-binary '" + body + "' " + url + filled;
    }

    /** As the documentation of the paths shows it. */
    IngestRoute described(String routeId, boolean tokenRequired) {
        return new IngestRoute(path, routeId, BodyFormat.taken(bodyFormat()), tokenRequired, payloadSchema);
    }

    public String getPath() {
        return path;
    }

    public String getFormat() {
        return format;
    }

    /**
     * json: an object is a record, an array of objects is a batch. ndjson: each line is an object. csv: each row becomes an
     * object with the header's names. text: each line is a record. bytes: the body is the record. auto: by the content type.
     */
    public void setFormat(String format) {
        if (!List.of("auto", "json", "ndjson", "csv", "text", "bytes").contains(format)) {
            throw refused("format", format, "auto, json, ndjson, csv, text, bytes");
        }
        this.format = format;
    }

    public @Nullable String getSchema() {
        return schema;
    }

    /** A file with the JSON Schema of every record; one that does not fit is answered with 422 and where the fault is. */
    public void setSchema(String schema) {
        this.schema = schema;
    }

    public String getSeparator() {
        return separator;
    }

    /** What stands between the cells of a row of csv: one ASCII character. */
    public void setSeparator(String separator) {
        if (separator.length() != 1 || separator.charAt(0) > '~' || "\"\r\n".contains(separator)) {
            throw refused("separator", separator, "one ASCII character, no quote and no line end");
        }
        this.separator = separator;
    }

    public @Nullable String getHeaders() {
        return headers;
    }

    /** Names of request headers with commas between them; each becomes the header http.header.name of every record. */
    public void setHeaders(String headers) {
        List<String> names = List.of(headers.strip().toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
        for (String name : names) {
            if (!HEADER.matcher(name).matches() || SECRET.contains(name)) {
                throw refused(
                        "headers",
                        name,
                        "names of HTTP headers, none of "
                                + SECRET.stream().sorted().toList());
            }
        }
        this.headers = headers;
        this.headerNames = names;
    }

    private IllegalArgumentException refused(String option, Object value, String allowed) {
        return new IllegalArgumentException(
                "ingest:" + path + ": " + option + " is '" + value + "', allowed is " + allowed);
    }
}
