package io.fieldgate.observe.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How full a disk is.
 *
 * @param free bytes that the gateway may still write
 * @param total bytes
 */
public record DiskSpace(long free, long total) {
    /** Of the disk that the folder is on, or would be. */
    static DiskSpace of(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        FileStore store = Files.getFileStore(existing);
        return new DiskSpace(store.getUsableSpace(), store.getTotalSpace());
    }
}
