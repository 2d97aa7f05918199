package io.fieldgate.file;

import io.fieldgate.lane.Lane;
import io.fieldgate.message.LogFields;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows growing files. A file is known by its number in the file system, so one that is renamed is read to its end under
 * whatever name, before the one that takes its place. One that is shorter than what was read of it, or begins otherwise, was
 * truncated and is read from its beginning. Gone is what no pattern finds any more and nobody has written to for a while.
 */
final class TailedFiles implements Reading {
    private static final Logger LOG = LoggerFactory.getLogger(TailedFiles.class);
    /** How long a program may go on writing into a file that was renamed. */
    private static final long LINGER_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int LAST_LINE = 64 * 1024;

    private final IntakeEndpoint endpoint;
    private final String route;
    private final Folder folder;
    private final Lane lane;
    private final IntakeMeters meters;
    private final List<Checkpoint> saved;
    /** Whether this route has been here before; if not, old files may be passed over. */
    private final boolean known;

    private final Following following;
    private final Map<String, FollowedFile> files = new LinkedHashMap<>();
    /** Numbers of files that cannot be followed. */
    private final Set<String> ignored = new HashSet<>();

    private boolean looked;
    private long lastLook;
    private volatile int waiting;

    /**
     * @param saved checkpoints of this route
     * @param known whether it has any past
     */
    TailedFiles(
            IntakeEndpoint endpoint,
            String route,
            Lane lane,
            IntakeMeters meters,
            List<Checkpoint> saved,
            boolean known) {
        this.endpoint = endpoint;
        this.route = route;
        this.folder = endpoint.folder();
        this.lane = lane;
        this.meters = meters;
        this.saved = saved;
        this.known = known;
        this.following = new Following(route);
    }

    @Override
    public boolean round() throws IOException, InterruptedException {
        if (!looked || System.nanoTime() - lastLook > endpoint.getPoll().toNanos()) {
            look();
        }
        boolean busy = false;
        List<FollowedFile> oldFirst = new ArrayList<>(files.values());
        oldFirst.sort((a, b) -> Boolean.compare(b.isGone(), a.isGone()));
        for (FollowedFile file : oldFirst) {
            busy |= read(file);
        }
        return busy;
    }

    private void look() throws IOException, InterruptedException {
        List<Folder.Found> found = folder.files(Set.of());
        if (!looked) {
            findRenamed(found);
        }
        Set<String> here = new HashSet<>();
        for (Folder.Found file : found) {
            String key = file.key();
            here.add(key);
            if (!files.containsKey(key) && !ignored.contains(key)) {
                begin(file, key, known || looked ? null : endpoint.getFrom());
            }
        }
        ignored.retainAll(here);
        files.forEach((key, file) -> file.setGone(!here.contains(key)));
        waiting = files.size();
        looked = true;
        lastLook = System.nanoTime();
    }

    /** Files that were renamed to something that the pattern does not cover while no gateway was running. */
    private void findRenamed(List<Folder.Found> found) throws IOException {
        Set<String> here = new HashSet<>(found.stream().map(file -> file.key()).toList());
        if (saved.stream().allMatch(checkpoint -> here.contains(checkpoint.key()))) {
            return;
        }
        for (Folder.Found file : folder.neighbours()) {
            String key = file.key();
            Checkpoint checkpoint = Checkpoint.of(saved, key);
            if (!here.contains(key)
                    && checkpoint != null
                    && checkpoint.fingerprint().matches(file.path())) {
                begin(file, key, null);
            }
        }
    }

    private void begin(Folder.Found file, String key, @Nullable String from) throws IOException {
        String name = folder.nameOf(file.below());
        try {
            Checkpoint checkpoint = Checkpoint.of(saved, key);
            if (checkpoint != null
                    && (file.attributes().size() < checkpoint.offset()
                            || !checkpoint.fingerprint().matches(file.path()))) {
                checkpoint = null;
            }
            Fingerprint fingerprint = Fingerprint.of(file.path());
            if (checkpoint == null && "end".equals(from)) {
                checkpoint = new Checkpoint(name, key, fingerprint, lastLineEnd(file.path()), 1, 0);
            }
            List<String> values = endpoint.pattern().match(file.below());
            ReadFile begun = new ReadFile(
                    name, key, fingerprint, checkpoint, endpoint.pattern().captures(), values);
            RecordReader reader = begun.open(file.path(), endpoint.format(file.name()));
            if (reader.content().isPlain()) {
                files.put(key, new FollowedFile(begun, reader, route, lane, meters));
                LOG.info("Route {}: follows {} from byte {}.", route, name, reader.offset());
            } else {
                reader.close();
                ignore(key, name, "it is compressed or UTF-16, and only UTF-8 can be followed");
            }
        } catch (NoSuchFileException renamedMeanwhile) {
            // The next look finds it.
        } catch (AccessDeniedException denied) {
            ignore(key, name, "the gateway's user may not read it");
        } catch (UnreadableFile unreadable) {
            ignore(key, name, String.valueOf(unreadable.getMessage()));
        }
    }

    private void ignore(String key, String name, String why) {
        ignored.add(key);
        meters.unreadable();
        LOG.atWarn()
                .addKeyValue(LogFields.ROUTE, route)
                .log("Route {}: {} is not followed and stays where it is: {}", route, name, why);
    }

    /** Where the last line that is complete ends. */
    private static long lastLineEnd(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long size = channel.size();
            long begin = Math.max(0, size - LAST_LINE);
            byte[] tail = Bytes.read(channel, begin, LAST_LINE);
            for (int i = tail.length - 1; i >= 0; i--) {
                if (tail[i] == '\n') {
                    return begin + i + 1;
                }
            }
            return begin == 0 ? 0 : size;
        }
    }

    private boolean read(FollowedFile file) throws IOException, InterruptedException {
        try {
            file.checkTruncation();
            if (file.send(false) > 0) {
                return true;
            }
            long silent = file.silentNanos();
            boolean leaves = file.isGone() && silent > LINGER_NANOS;
            if (file.holds() && (leaves || silent > endpoint.getIdle().toNanos())) {
                file.send(true);
            } else if (leaves) {
                lane.drain();
                forget(file);
                LOG.info("Route {}: {} has gone and was read to its end.", route, file.name());
            }
            return false;
        } catch (UnreadableFile unreadable) {
            lane.drain();
            forget(file);
            ignore(file.checkpoint().key(), file.name(), String.valueOf(unreadable.getMessage()));
            return false;
        }
    }

    private void forget(FollowedFile file) throws IOException {
        files.values().remove(file);
        following.leave(file);
        file.close();
    }

    @Override
    public List<Checkpoint> checkpoints() {
        if (!looked) {
            return saved;
        }
        return files.values().stream().map(FollowedFile::checkpoint).toList();
    }

    @Override
    public Progress progress() {
        return following.progress();
    }

    @Override
    public void refresh() throws IOException {
        following.look(files.values());
    }

    @Override
    public int waiting() {
        return waiting;
    }

    @Override
    public void close() throws IOException {
        for (FollowedFile file : files.values()) {
            file.close();
        }
        files.clear();
    }
}
