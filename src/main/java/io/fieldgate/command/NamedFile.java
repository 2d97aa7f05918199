package io.fieldgate.command;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of {@code config/} that a command changes; another one when it is named. */
record NamedFile(@Nullable Path named, String usual) {
    interface Work<T> {
        T on(Path file) throws IOException;
    }

    /** @throws CommandFailure that says in one line what is wrong */
    <T> T change(Work<T> work) {
        Path file = named == null ? Path.of("config", usual) : CalledFrom.meant(named);
        try {
            return work.on(file);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(CommandFailure.CONFIGURATION, String.valueOf(wrong.getMessage()));
        } catch (IOException failed) {
            throw new CommandFailure(CommandFailure.CANNOT_CREATE, file + ": " + failed);
        }
    }
}
