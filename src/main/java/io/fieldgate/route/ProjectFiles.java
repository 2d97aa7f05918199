package io.fieldgate.route;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The files of a project that somebody wrote. */
public final class ProjectFiles {
    private ProjectFiles() {}

    /**
     * Those below a folder, in their order, with names that begin like the folder's. What tools keep for themselves, and
     * what a build makes, is not even looked into.
     *
     * @param deepest the most folders within each other
     */
    public static List<Path> below(Path folder, int deepest, Predicate<Path> wanted) throws IOException {
        TreeSet<Path> found = new TreeSet<>();
        Files.walkFileTree(folder, Set.of(), deepest, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
                return isForeign(entered) && !entered.equals(folder)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (wanted.test(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return List.copyOf(found);
    }

    private static boolean isForeign(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return isHidden(folder) || name.equals("target") || name.equals("node_modules");
    }

    /** Whether its name begins with a dot. */
    public static boolean isHidden(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") && name.length() > 1;
    }
}
