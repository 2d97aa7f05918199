package io.fieldgate.fault;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that tests call. */
public final class Programs {
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Programs() {}

    /** The first of these names that there is, in the order of the path. */
    public static Optional<Path> find(List<String> names) {
        String path = System.getenv().getOrDefault("PATH", "");
        // Where Debian keeps servers, which not everybody has on his path.
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * A program without which the test is passed over, or fails where {@code CI} is set.
     *
     * @param origin the package of Debian that has it
     */
    public static Path needed(String name, String origin) {
        return find(List.of(name)).orElseGet(() -> {
            String missing = missing(name, origin);
            if (System.getenv("CI") != null) {
                throw new AssertionError(missing);
            }
            return Assumptions.abort(missing);
        });
    }

    /**
     * Why tests are passed over. Says it once, since what JUnit is told stands in a report that nobody opens.
     *
     * @param origin the package of Debian that has it
     */
    public static String missing(String name, String origin) {
        String missing = name + " is not installed; its tests need it: apt-get install " + origin;
        if (TOLD.add(name)) {
            System.err.println(missing);
        }
        return missing;
    }
}
