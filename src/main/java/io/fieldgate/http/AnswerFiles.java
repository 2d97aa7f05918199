package io.fieldgate.http;

import io.fieldgate.message.LockedFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the journal, numbered and only ever added to: the newest is written, an old one is deleted as a whole. A file
 * of an earlier run is not written again, so what a crash has left at its end needs no repair. Used by one thread.
 */
final class AnswerFiles implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerFiles.class);
    private static final byte[] MAGIC = "FGIDEM01".getBytes(StandardCharsets.US_ASCII);
    private static final String SUFFIX = ".answers";
    /** A larger write would make the JDK keep a buffer as large. */
    private static final int WRITE = 64 * 1024;

    private final Path folder;
    private final FileChannel lock;
    private final long fileBytes;
    /** By number. */
    private final NavigableMap<Integer, Path> files;

    private @Nullable FileChannel current;
    private long written;

    private AnswerFiles(Path folder, FileChannel lock, long fileBytes, NavigableMap<Integer, Path> files) {
        this.folder = folder;
        this.lock = lock;
        this.fileBytes = fileBytes;
        this.files = files;
    }

    /**
     * @param fileBytes from which on a new file is begun
     * @throws IOException also when another process has the folder
     */
    static AnswerFiles open(Path folder, long fileBytes) throws IOException {
        Files.createDirectories(folder);
        FileChannel lock = LockedFile.open(folder.resolve("lock"));
        if (lock == null) {
            throw new IOException("another gateway uses the folder " + folder + ", each needs one of its own");
        }
        TreeMap<Integer, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "[0-9]*" + SUFFIX)) {
            for (Path file : found) {
                String name = String.valueOf(file.getFileName());
                files.put(Integer.parseInt(name.substring(0, name.length() - SUFFIX.length())), file);
            }
        } catch (IOException | NumberFormatException failed) {
            lock.close();
            throw failed;
        }
        return new AnswerFiles(folder, lock, fileBytes, files);
    }

    int count() {
        return files.size();
    }

    /** Gives every whole answer, oldest first, with the number of its file. */
    void read(BiConsumer<StoredAnswer, Integer> each) throws IOException {
        for (var file : files.entrySet()) {
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file.getValue()));
            if (in.remaining() >= MAGIC.length) {
                byte[] magic = new byte[MAGIC.length];
                in.get(magic);
                if (!Arrays.equals(magic, MAGIC)) {
                    throw new IOException(
                            file.getValue() + " is no journal of this version, delete it to go on without");
                }
                for (StoredAnswer answer = StoredAnswer.read(in); answer != null; answer = StoredAnswer.read(in)) {
                    each.accept(answer, file.getKey());
                }
            }
            if (in.hasRemaining()) {
                LOG.warn(
                        "{}: the last {} bytes are no whole answer and are left out; nobody was given it.",
                        file.getValue(),
                        in.remaining());
            }
        }
    }

    /**
     * Adds answers; they are on the disk when this returns.
     *
     * @return the number of their file
     */
    int append(List<StoredAnswer> answers) throws IOException {
        FileChannel channel = current;
        if (channel == null || written >= fileBytes) {
            endCurrent();
            channel = begin();
        }
        ByteBuffer out = ByteBuffer.allocate(
                answers.stream().mapToInt(StoredAnswer::size).sum());
        answers.forEach(answer -> answer.write(out));
        out.flip();
        int end = out.limit();
        while (out.position() < end) {
            out.limit(Math.min(end, out.position() + WRITE));
            written += channel.write(out);
        }
        channel.force(false);
        return files.lastKey();
    }

    private FileChannel begin() throws IOException {
        int number = files.isEmpty() ? 1 : files.lastKey() + 1;
        Path file = folder.resolve(String.format(Locale.ROOT, "%010d%s", number, SUFFIX));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        files.put(number, file);
        current = channel;
        written = channel.write(ByteBuffer.wrap(MAGIC));
        forceFolder();
        return channel;
    }

    /** Without it a crash of the machine may forget that there is a new file. Windows knows no such thing. */
    private void forceFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            LOG.debug("The folder {} cannot be forced to the disk: {}", folder, notHere.toString());
        }
    }

    /**
     * Writes no more into the newest file. After a failure nobody can say what of it is on the disk: a later success would
     * tell of the later writes only.
     */
    void endCurrent() {
        FileChannel channel = current;
        current = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyForced) {
                LOG.debug("A file of the journal did not close: {}", alreadyForced.toString());
            }
        }
    }

    /** Deletes the files before a number, but never the one that is written. */
    void deleteBefore(int number) {
        int newest = current == null ? Integer.MAX_VALUE : files.lastKey();
        var old = files.headMap(Math.min(number, newest)).entrySet().iterator();
        while (old.hasNext()) {
            Path file = old.next().getValue();
            try {
                Files.deleteIfExists(file);
                old.remove();
            } catch (IOException undeletable) {
                LOG.warn("{} is no longer needed, but cannot be deleted: {}", file, undeletable.toString());
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        endCurrent();
        lock.close();
    }
}
