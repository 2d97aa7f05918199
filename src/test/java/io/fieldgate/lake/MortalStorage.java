package io.fieldgate.lake;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage whose gateway ends at some step: of a file that is being written half is there then. */
final class MortalStorage implements Storage {
    private final Storage storage;
    private final AtomicInteger left;

    /** @param steps that are done; nothing is after them */
    MortalStorage(Storage storage, int steps) {
        this.storage = storage;
        this.left = new AtomicInteger(steps);
    }

    boolean hasDied() {
        return left.get() < 0;
    }

    private void step() throws IOException {
        if (left.decrementAndGet() < 0) {
            throw new IOException("the gateway has ended");
        }
    }

    @Override
    public OutputStream output(String path) throws IOException {
        step();
        return new FilterOutputStream(storage.output(path)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (hasDied()) {
                    throw new IOException("the gateway has ended");
                }
                out.write(bytes, from, length / 2);
                step();
                out.write(bytes, from + length / 2, length - length / 2);
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public void keep(String path) throws IOException {
        step();
        storage.keep(path);
    }

    @Override
    public boolean create(String path, byte[] content) throws IOException {
        step();
        boolean made = storage.create(path, content);
        step();
        return made;
    }

    @Override
    public byte[] read(String path) throws IOException {
        step();
        return storage.read(path);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        step();
        return storage.list(folder);
    }

    @Override
    public void delete(String path) throws IOException {
        step();
        storage.delete(path);
    }

    @Override
    public void move(String from, String to) throws IOException {
        step();
        storage.move(from, to);
    }

    @Override
    public void close() {
        // It never comes to that.
    }
}
