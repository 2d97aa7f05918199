package io.fieldgate.file;

import io.fieldgate.RecordedRoute;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** A route from an {@code intake:} endpoint that remembers what it was given. */
final class IntakeRoute extends RecordedRoute {
    static final String ID = "files";

    IntakeRoute(Path folder, String uri) throws Exception {
        this(folder, "one", uri, exchange -> {});
    }

    /**
     * @param folder holds the root, {@code in}, and the checkpoints of each instance
     * @param step what happens before a message is remembered
     */
    IntakeRoute(Path folder, String instance, String uri, Step step) throws Exception {
        super(ID);
        camel.addComponent(
                "intake",
                new IntakeComponent(new IntakeProperties(
                        folder.resolve("in"),
                        folder.resolve("checkpoints-" + instance),
                        Duration.ofMillis(20),
                        instance,
                        DataSize.ofMegabytes(100))));
        camel.getShutdownStrategy().setTimeout(3);
        start(uri + (uri.contains("?") ? "&" : "?") + "poll=20ms", step, false);
    }
}
