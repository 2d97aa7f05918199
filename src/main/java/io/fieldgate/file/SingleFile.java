package io.fieldgate.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one file to its end, once, where it is. */
final class SingleFile implements Reading {
    private final Path file;
    private final FileRun run;
    private List<Checkpoint> left;
    private volatile boolean done;
    private volatile @Nullable UnreadableFile unreadable;
    private volatile Progress last = Progress.NONE;

    /** @param left how far another process had come */
    SingleFile(Path file, FileRun run, List<Checkpoint> left) {
        this.file = file;
        this.run = run;
        this.left = left;
    }

    @Override
    public boolean round() throws IOException, InterruptedException {
        if (done) {
            return false;
        }
        try {
            run.read(
                    new Folder.Found(
                            file,
                            List.of(String.valueOf(file.getFileName())),
                            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)),
                    left);
        } catch (UnreadableFile broken) {
            unreadable = broken;
        }
        last = run.progress();
        left = List.of();
        run.forget();
        done = true;
        return true;
    }

    boolean isDone() {
        return done;
    }

    /** Why it cannot be read; null when it can. */
    @Nullable
    UnreadableFile unreadable() {
        return unreadable;
    }

    @Override
    public List<Checkpoint> checkpoints() {
        List<Checkpoint> current = run.checkpoints();
        return current.isEmpty() ? left : current;
    }

    @Override
    public Progress progress() {
        return done ? last : run.progress();
    }

    @Override
    public int waiting() {
        return done ? 0 : 1;
    }

    @Override
    public void close() {
        run.close();
    }
}
