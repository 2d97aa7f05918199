package io.fieldgate.route.reload;

import io.fieldgate.message.Sha256;
import io.fieldgate.route.ProjectFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.camel.spi.Resource;

/** The route files that there are at some time. */
final class WatchedFiles {
    private static final String SCHEME = "file:";

    private final Supplier<Collection<Resource>> found;

    /** @param found looks for files anew each time */
    WatchedFiles(Supplier<Collection<Resource>> found) {
        this.found = found;
    }

    /** All of them, by name. */
    Map<String, RouteFile> read() {
        Map<String, RouteFile> files = new TreeMap<>();
        for (Resource resource : found.get()) {
            String name = resource.getLocation().substring(SCHEME.length());
            Path path = Path.of(name);
            if (!isHidden(path) && Files.isRegularFile(path)) {
                try {
                    // What is no UTF-8 the linter tells.
                    files.put(name, new RouteFile(name, new String(Files.readAllBytes(path), StandardCharsets.UTF_8)));
                } catch (NoSuchFileException gone) {
                    // Between the two looks.
                } catch (IOException unreadable) {
                    // Why not the linter tells; the others are to run.
                    files.put(name, new RouteFile(name, ""));
                }
            }
        }
        return files;
    }

    /** As the older versions are that Kubernetes keeps beside what it mounts. */
    private static boolean isHidden(Path path) {
        return path.isAbsolute()
                ? ProjectFiles.isHidden(path)
                : StreamSupport.stream(path.spliterator(), false)
                        .anyMatch(name ->
                                ProjectFiles.isHidden(name) && !name.toString().equals(".."));
    }

    /** The same for the same files. */
    static String hash(Collection<RouteFile> files) {
        StringBuilder all = new StringBuilder();
        files.forEach(
                file -> all.append(file.name()).append('\n').append(file.hash()).append('\n'));
        return Sha256.hex(all.toString());
    }
}
