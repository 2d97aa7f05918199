package io.fieldgate.message;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file that one process at a time can hold; the operating system releases it when that ends. */
public final class LockedFile {
    private LockedFile() {}

    /** Makes it if it is missing, and holds it until the channel is closed; null when it is held already. */
    public static @Nullable FileChannel open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // As below.
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
        channel.close();
        return null;
    }
}
