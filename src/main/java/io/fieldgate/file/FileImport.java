package io.fieldgate.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Brings one file into a topic, with the guarantees of {@code intake:}; the file stays where it is. Its checkpoint is kept
 * until it is done, so that a later import of the same file goes on where this one was stopped.
 */
public final class FileImport {
    private final CamelContext camel;
    private final String route;

    private FileImport(CamelContext camel, String route) {
        this.camel = camel;
        this.route = route;
    }

    /**
     * Starts to read.
     *
     * @param file its real path
     * @param options of the {@code intake:} endpoint
     * @param sink the URI of the {@code topic:} endpoint
     */
    public static FileImport start(CamelContext camel, Path file, Map<String, Object> options, String sink)
            throws Exception {
        CRC32 crc = new CRC32();
        crc.update(file.toString().getBytes(StandardCharsets.UTF_8));
        String route = "import-" + Long.toHexString(crc.getValue()) + "-" + file.getFileName();
        IntakeComponent component = camel.getComponent("intake", IntakeComponent.class);
        IntakeEndpoint endpoint = (IntakeEndpoint) component.createEndpoint("intake:import", options);
        endpoint.only(file);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(endpoint).routeId(route).to(sink);
            }
        });
        // The supervising controller starts those that are there when the context starts.
        camel.getRouteController().startRoute(route);
        return new FileImport(camel, route);
    }

    public Progress progress() {
        SingleFile file = file();
        return file == null ? Progress.NONE : file.progress();
    }

    /** Whether all of it is stored or dead-lettered, or it cannot be read. */
    public boolean isDone() {
        SingleFile file = file();
        return file != null && file.isDone();
    }

    /** Why the file cannot be read, in a sentence; null when it can. */
    public @Nullable String unreadable() {
        SingleFile file = file();
        UnreadableFile why = file == null ? null : file.unreadable();
        return why == null ? null : why.getMessage();
    }

    /** What it waits for; null while it goes on. */
    public @Nullable String trouble() {
        Throwable trouble = consumer().trouble();
        return trouble == null ? null : trouble.getMessage();
    }

    private @Nullable SingleFile file() {
        return consumer().reading() instanceof SingleFile file ? file : null;
    }

    private IntakeConsumer consumer() {
        return (IntakeConsumer) camel.getRoute(route).getConsumer();
    }

    /** Stops; what is stored by then is not read again. */
    public void stop() throws Exception {
        camel.getRouteController().stopRoute(route);
        camel.removeRoute(route);
    }
}
