package io.fieldgate.file;

import io.fieldgate.lane.Lane;
import io.fieldgate.message.CheckpointFile;
import io.fieldgate.message.LockedFile;
import io.fieldgate.message.LogFields;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads each complete file of a folder once. A file is claimed by an atomic rename into {@code .work/<route>/<instance>/}, so
 * that of several gateways on a shared folder only one gets it; when it is read to its end and stored, it moves on to
 * {@code done/}, or to {@code error/} with the reason beside it when it cannot be read. After a crash the gateway finds what
 * it had claimed, and goes on at its checkpoint.
 */
final class DropFolder implements Reading {
    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);
    private static final String WORK = ".work";
    private static final String LOCK = ".lock";
    private static final long ADOPTION_NANOS = Duration.ofMinutes(1).toNanos();
    private static final String DONE = "done";
    private static final String ERROR = "error";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

    private final String route;
    private final Folder folder;
    private final Arrivals arrivals;
    private final Path work;
    private final Folder claimed;
    private final FileRun run;
    private final IntakeMeters meters;
    private final FileChannel lock;
    private final Path parent;
    private List<Checkpoint> left;
    private long nextAdoption = System.nanoTime();
    private volatile int waiting;

    private DropFolder(
            String route,
            Folder folder,
            Arrivals arrivals,
            Path work,
            FileRun run,
            IntakeMeters meters,
            FileChannel lock,
            List<Checkpoint> left) {
        this.route = route;
        this.folder = folder;
        this.arrivals = arrivals;
        this.work = work;
        this.parent = Objects.requireNonNull(work.getParent());
        this.claimed = folder.at(work);
        this.run = run;
        this.meters = meters;
        this.lock = lock;
        this.left = left;
    }

    /**
     * @param left what the last process had not read to the end
     * @throws CheckpointFile.InUse when another gateway has the same instance name on this folder
     */
    static DropFolder open(
            IntakeEndpoint endpoint,
            String route,
            String instance,
            Lane lane,
            IntakeMeters meters,
            List<Checkpoint> left)
            throws IOException, CheckpointFile.InUse {
        Folder folder = endpoint.folder();
        Path work = folder.base()
                .resolve(WORK)
                .resolve(CheckpointFile.nameOf(route))
                .resolve(CheckpointFile.nameOf(instance));
        Files.createDirectories(work);
        FileChannel lock = LockedFile.open(work.resolve(LOCK));
        if (lock == null) {
            throw new CheckpointFile.InUse(work);
        }
        Arrivals arrivals = new Arrivals(folder, Set.of(DONE, ERROR), endpoint.getMarker(), endpoint.getStable());
        return new DropFolder(
                route, folder, arrivals, work, new FileRun(endpoint, folder, lane, meters, route), meters, lock, left);
    }

    /** A gateway that has gone for good leaves what it had claimed; another of the same route takes it over. */
    private void adopt() throws IOException {
        try (DirectoryStream<Path> instances = Files.newDirectoryStream(parent)) {
            for (Path other : instances) {
                if (!other.equals(work) && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)) {
                    adopt(other);
                }
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
    }

    private void adopt(Path other) throws IOException {
        List<Folder.Found> files = folder.at(other).files(Set.of());
        if (files.isEmpty()) {
            return;
        }
        try (FileChannel held = LockedFile.open(other.resolve(LOCK))) {
            for (Folder.Found file : held == null ? List.<Folder.Found>of() : files) {
                Path target = Folder.resolve(work, file.below());
                Files.createDirectories(target.getParent());
                if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE);
                    LOG.atWarn()
                            .addKeyValue(LogFields.ROUTE, route)
                            .log(
                                    "Route {}: takes over {} from {}, which is gone. Nothing is lost.",
                                    route,
                                    file.name(),
                                    other.getFileName());
                }
            }
        }
    }

    @Override
    public boolean round() throws IOException, InterruptedException {
        boolean busy = false;
        if (System.nanoTime() - nextAdoption >= 0) {
            adopt();
            nextAdoption = System.nanoTime() + ADOPTION_NANOS;
        }
        // What was claimed by a process that has ended, or could not be read a moment ago.
        for (Folder.Found file : claimed.files(Set.of())) {
            read(file);
            busy = true;
        }
        left = List.of();
        List<Folder.Found> found = arrivals.look();
        int others = found.size();
        waiting = others;
        for (Folder.Found file : found) {
            if (arrivals.isComplete(file)) {
                Folder.Found ours = claim(file);
                if (ours != null) {
                    read(ours);
                    busy = true;
                }
                waiting = --others;
            }
        }
        return busy;
    }

    /** Null when another gateway was faster. */
    private Folder.@Nullable Found claim(Folder.Found file) throws IOException {
        Path target = Folder.resolve(work, file.below());
        Files.createDirectories(target.getParent());
        try {
            Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return null;
        }
        arrivals.taken(file);
        return new Folder.Found(
                target,
                file.below(),
                Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    private void read(Folder.Found file) throws IOException, InterruptedException {
        try {
            if (!file.attributes().isRegularFile()) {
                throw new UnreadableFile("NOT_REGULAR", "It is no regular file any more.");
            }
            run.read(file, left);
            move(file, DONE);
            meters.fileDone();
        } catch (UnreadableFile unreadable) {
            quarantine(file, unreadable);
        } catch (AccessDeniedException denied) {
            quarantine(
                    file,
                    new UnreadableFile(
                            "ACCESS", "The gateway's user may not read the file, allowed are files that it may."));
        }
        run.forget();
    }

    private void quarantine(Folder.Found file, UnreadableFile why) throws IOException {
        meters.unreadable();
        LOG.atWarn()
                .addKeyValue(LogFields.ROUTE, route)
                .log(
                        "Route {}: {} cannot be read and goes to {}/, nothing is lost: {}",
                        route,
                        folder.nameOf(file.below()),
                        ERROR,
                        why.getMessage());
        Path target = free(ERROR, file);
        String reason = why.getMessage() + "\n\ncode: " + why.code() + "\nfile: " + folder.nameOf(file.below())
                + "\nroute: " + route + "\ntime: " + Instant.now() + "\nstored before: "
                + run.progress().records() + " records\n";
        Files.writeString(target.resolveSibling(target.getFileName() + ".reason.txt"), reason);
        Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE);
    }

    private void move(Folder.Found file, String where) throws IOException {
        Files.move(file.path(), free(where, file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A name in the folder that nobody has yet. */
    private Path free(String where, Folder.Found file) throws IOException {
        Path target = Folder.resolve(folder.base().resolve(where), file.below());
        Files.createDirectories(target.getParent());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            target = target.resolveSibling(STAMP.format(Instant.now()) + "-" + file.name());
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(target.toString(), null, "exists already");
        }
        return target;
    }

    @Override
    public List<Checkpoint> checkpoints() {
        // Until they are found again, those of the last process must not be forgotten.
        List<Checkpoint> current = run.checkpoints();
        return current.isEmpty() ? left : current;
    }

    @Override
    public Progress progress() {
        return run.progress();
    }

    @Override
    public int waiting() {
        return waiting;
    }

    @Override
    public void close() throws IOException {
        run.close();
        lock.close();
    }
}
