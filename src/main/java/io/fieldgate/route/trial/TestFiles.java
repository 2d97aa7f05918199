package io.fieldgate.route.trial;

import io.fieldgate.route.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which files hold tests, and what they test. */
public final class TestFiles {
    private static final String ENDING = ".test.yaml";

    private TestFiles() {}

    /**
     * The test files that paths mean: a folder all below it, a route file the one beside it.
     *
     * @throws Mistake when there is no such path, or no test beside it
     */
    public static List<Path> in(Collection<Path> paths) throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        for (Path path : paths) {
            String name = String.valueOf(path.getFileName());
            if (Files.isDirectory(path)) {
                found.addAll(ProjectFiles.below(
                        path,
                        Integer.MAX_VALUE,
                        file -> file.getFileName().toString().endsWith(ENDING)));
            } else if (!Files.exists(path)) {
                throw new Mistake("there is no " + shown(path));
            } else if (name.endsWith(ENDING)) {
                found.add(path);
            } else {
                found.add(beside(path, name));
            }
        }
        return found.stream().map(file -> Path.of(shown(file))).toList();
    }

    private static Path beside(Path path, String name) {
        Path tests = path.resolveSibling(stem(name) + ENDING);
        if (!Files.exists(tests)) {
            throw new Mistake(shown(path) + " has no tests, they stand in " + shown(tests));
        }
        return tests;
    }

    private static String stem(String name) {
        return name.endsWith(RouteFiles.ENDING)
                ? name.substring(0, name.length() - RouteFiles.ENDING.length())
                : name.replaceFirst("\\.[^.]*$", "");
    }

    /** The route file that a test file is about; it need not exist. */
    static Path routes(Path tests) {
        return tests.resolveSibling(stem(tests) + RouteFiles.ENDING);
    }

    /** The alert rules that a test file is about; they need not exist. */
    static Path rules(Path tests) {
        return tests.resolveSibling(stem(tests) + ".yaml");
    }

    private static String stem(Path tests) {
        String name = String.valueOf(tests.getFileName());
        return name.substring(0, name.length() - ENDING.length());
    }

    /** A file as messages name it: from the current folder on, when it is below that. */
    static String shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute).toString() : file.toString();
    }
}
