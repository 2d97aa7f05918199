package io.fieldgate.lake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders of this machine, or of a network drive that knows hard links. */
record LocalStorage(Path root) implements Storage {
    LocalStorage {
        root = root.toAbsolutePath();
    }

    @Override
    public OutputStream output(String path) throws IOException {
        return Files.newOutputStream(withFolder(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void keep(String path) throws IOException {
        force(root.resolve(path), StandardOpenOption.WRITE);
    }

    @Override
    public boolean create(String path, byte[] content) throws IOException {
        Path target = withFolder(path);
        Path draft = target.resolveSibling(UUID.randomUUID() + CommitLog.DRAFT);
        Files.write(draft, content);
        try {
            force(draft, StandardOpenOption.WRITE);
            // A link, because a rename would take the place of a file that is there.
            Files.createLink(target, draft);
            force(folder(target), StandardOpenOption.READ);
            return true;
        } catch (FileAlreadyExistsException faster) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public byte[] read(String path) throws IOException {
        return Files.readAllBytes(root.resolve(path));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(root.resolve(path));
    }

    @Override
    public void move(String from, String to) throws IOException {
        Path target = withFolder(to);
        try {
            Files.move(root.resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException moved) {
            return;
        }
        force(folder(target), StandardOpenOption.READ);
    }

    private Path withFolder(String path) throws IOException {
        Path file = root.resolve(path);
        make(folder(file));
        return file;
    }

    /** With the folders above it, each of which is there after a loss of power. */
    private static void make(Path folder) throws IOException {
        Path above = folder.getParent();
        if (above == null || Files.isDirectory(folder)) {
            return;
        }
        make(above);
        Files.createDirectories(folder);
        force(above, StandardOpenOption.READ);
    }

    private static Path folder(Path file) {
        Path folder = file.getParent();
        return folder == null ? file : folder;
    }

    /** To the disk, so that it is there after a loss of power. */
    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    @Override
    public void close() {
        // Nothing is open between two calls.
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
