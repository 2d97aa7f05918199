package io.fieldgate.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files that somebody is dropping into a folder, and which of them are complete. Used by one thread. */
final class Arrivals {
    /** How programs name what they are still writing. */
    private static final Pattern UNFINISHED = Pattern.compile(".*(\\.(tmp|part|partial|filepart|crdownload|swp)|~)");

    private final Folder folder;
    private final Set<String> except;
    private final @Nullable String marker;
    private final Duration stable;
    private final Map<Path, Seen> seen = new HashMap<>();

    /** How a file looked, and since when. */
    private record Seen(String key, long size, long modified, long since) {}

    /**
     * @param except names in the folder that are not looked at
     * @param marker the ending of a file that says another is complete; null when a file is that by staying the same
     * @param stable for how long
     */
    Arrivals(Folder folder, Set<String> except, @Nullable String marker, Duration stable) {
        this.folder = folder;
        this.except = except;
        this.marker = marker;
        this.stable = stable;
    }

    /** Those that are there, oldest first, without those whose names say that they are still written. */
    List<Folder.Found> look() throws IOException {
        List<Folder.Found> found = folder.files(except);
        found.removeIf(file -> UNFINISHED.matcher(file.name()).matches()
                || (marker != null && file.name().endsWith(marker)));
        seen.keySet()
                .retainAll(new HashSet<>(found.stream().map(Folder.Found::path).toList()));
        return found;
    }

    boolean isComplete(Folder.Found file) {
        if (marker != null) {
            return Files.isRegularFile(file.path().resolveSibling(file.name() + marker), LinkOption.NOFOLLOW_LINKS);
        }
        BasicFileAttributes now = file.attributes();
        Seen before = seen.get(file.path());
        long modified = now.lastModifiedTime().toMillis();
        if (before == null
                || !before.key.equals(file.key())
                || before.size != now.size()
                || before.modified != modified) {
            before = new Seen(file.key(), now.size(), modified, System.nanoTime());
            seen.put(file.path(), before);
        }
        return System.nanoTime() - before.since >= stable.toNanos();
    }

    /** The file has left the folder, and its marker goes too. */
    void taken(Folder.Found file) throws IOException {
        seen.remove(file.path());
        if (marker != null) {
            Files.deleteIfExists(file.path().resolveSibling(file.name() + marker));
        }
    }
}
