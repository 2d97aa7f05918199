package io.fieldgate.route.lint;

import io.fieldgate.route.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        try {
            return ProjectFiles.below(
                    path, DEEPEST, file -> isSource(file) && !ProjectFiles.isHidden(file) && Files.isRegularFile(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isSource(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".md");
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
