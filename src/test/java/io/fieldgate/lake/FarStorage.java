package io.fieldgate.lake;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A storage that may be out of reach. */
record FarStorage(Storage storage, BooleanSupplier isAway) implements Storage {
    private Storage reached() throws IOException {
        if (isAway.getAsBoolean()) {
            throw new IOException("out of reach");
        }
        return storage;
    }

    @Override
    public OutputStream output(String path) throws IOException {
        return new FilterOutputStream(reached().output(path)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                var unused = reached();
                out.write(bytes, from, length);
            }
        };
    }

    @Override
    public void keep(String path) throws IOException {
        reached().keep(path);
    }

    @Override
    public boolean create(String path, byte[] content) throws IOException {
        return reached().create(path, content);
    }

    @Override
    public byte[] read(String path) throws IOException {
        return reached().read(path);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return reached().list(folder);
    }

    @Override
    public void delete(String path) throws IOException {
        reached().delete(path);
    }

    @Override
    public void move(String from, String to) throws IOException {
        reached().move(from, to);
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
