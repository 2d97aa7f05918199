package io.fieldgate.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the files of a pattern. It finds regular files only and goes through no symbolic link, so that nothing outside
 * of the root can be read; names with control characters are left alone. Used by one thread.
 */
final class Folder {
    private static final Logger LOG = LoggerFactory.getLogger(Folder.class);
    private static final int MOST_WARNINGS = 1000;

    /**
     * A file.
     *
     * @param below its path below the base of the pattern
     */
    record Found(Path path, List<String> below, BasicFileAttributes attributes) {
        /** The number that the file system gives it. */
        String key() {
            Object key = attributes.fileKey();
            // Windows tells none.
            return String.valueOf(key == null ? path : key);
        }

        String name() {
            return below.get(below.size() - 1);
        }
    }

    private final Path root;
    private final Path base;
    private final PathPattern pattern;
    /** What was said already. */
    private final Set<Path> warned = new HashSet<>();

    /** @param root the real path of the root */
    Folder(Path root, PathPattern pattern) {
        this.root = root;
        this.pattern = pattern;
        this.base = resolve(root, pattern.base());
    }

    private Folder(Path root, Path base, PathPattern pattern) {
        this.root = root;
        this.base = base;
        this.pattern = pattern;
    }

    static Path resolve(Path base, List<String> levels) {
        Path path = base;
        for (String level : levels) {
            path = path.resolve(level);
        }
        return path;
    }

    /** The same pattern below another folder. */
    Folder at(Path other) {
        return new Folder(root, other, pattern);
    }

    Path base() {
        return base;
    }

    /** A path as records name it: below the root, with slashes. */
    String nameOf(List<String> below) {
        List<String> all = new ArrayList<>(pattern.base());
        all.addAll(below);
        return String.join("/", all);
    }

    /**
     * The files that match, oldest first.
     *
     * @param except names of folders and files directly in the base that are not looked at
     * @throws IOException when the base cannot be read
     */
    List<Found> files(Set<String> except) throws IOException {
        List<Found> found = new ArrayList<>();
        checkBase();
        look(base, List.of(), except, true, found);
        found.sort(Comparator.comparing((Found file) -> file.attributes().lastModifiedTime())
                .thenComparing(file -> nameOf(file.below())));
        return found;
    }

    /** As {@link #files}, and with those that stand beside them under other names. */
    List<Found> neighbours() throws IOException {
        List<Found> found = new ArrayList<>();
        checkBase();
        look(base, List.of(), Set.of(), false, found);
        return found;
    }

    private void checkBase() throws IOException {
        Path at = root;
        for (String level : pattern.base()) {
            at = at.resolve(level);
            if (Files.isSymbolicLink(at)) {
                throw new IOException("The folder " + at + " is a symbolic link, which is never followed.");
            }
        }
        if (!Files.isDirectory(base)) {
            throw new IOException("The folder " + base + " does not exist.");
        }
    }

    private void look(Path folder, List<String> below, Set<String> except, boolean matching, List<Found> to)
            throws IOException {
        int depth = below.size();
        boolean last = depth == pattern.depth() - 1;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(".")
                        || (depth == 0 && except.contains(name))
                        || ((matching || !last) && !pattern.matches(depth, name))) {
                    continue;
                }
                BasicFileAttributes attributes;
                try {
                    attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                } catch (NoSuchFileException gone) {
                    continue;
                }
                if (isOdd(entry, name, attributes)) {
                    continue;
                }
                List<String> path = new ArrayList<>(below);
                path.add(name);
                if (last && attributes.isRegularFile()) {
                    to.add(new Found(entry, List.copyOf(path), attributes));
                } else if (!last && attributes.isDirectory()) {
                    look(entry, path, except, matching, to);
                }
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
    }

    private boolean isOdd(Path entry, String name, BasicFileAttributes attributes) {
        String why = null;
        if (name.chars().anyMatch(c -> Character.isISOControl(c) || c == 0xfffd)) {
            why = "its name holds characters that are not printable";
        } else if (attributes.isSymbolicLink()) {
            why = "it is a symbolic link";
        } else if (attributes.isOther()) {
            why = "it is no regular file";
        }
        if (why != null && warned.size() < MOST_WARNINGS && warned.add(entry)) {
            LOG.warn("{} is not read and stays where it is: {}.", printable(entry.toString()), why);
        }
        return why != null;
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.chars().forEach(c -> printable.append(Character.isISOControl(c) ? '?' : (char) c));
        return printable.toString();
    }
}
