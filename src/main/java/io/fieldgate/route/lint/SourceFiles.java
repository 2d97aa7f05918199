package io.fieldgate.route.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files that are linted: those that are named, and those of folders that are named. */
final class SourceFiles {
    private static final int DEEPEST = 16;

    private SourceFiles() {}

    /** A folder's files in their order, with names that begin like the folder's. */
    static List<Path> in(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        Predicate<Path> wanted = file -> {
            String name = String.valueOf(file.getFileName());
            return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".md");
        };
        try (Stream<Path> files = Files.walk(path, DEEPEST)) {
            return files.filter(file -> !isHidden(path, file))
                    .filter(Files::isRegularFile)
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What tools keep for themselves, and what a build makes. */
    private static boolean isHidden(Path folder, Path file) {
        for (Path part : folder.relativize(file)) {
            String name = part.toString();
            if ((name.startsWith(".") && name.length() > 1) || name.equals("target") || name.equals("node_modules")) {
                return true;
            }
        }
        return false;
    }

    /** The YAML files directly in a folder; none when there is no folder. */
    static List<Path> yaml(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(
                    files.filter(file -> String.valueOf(file.getFileName()).endsWith(".yaml"))
                            .sorted()
                            .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
