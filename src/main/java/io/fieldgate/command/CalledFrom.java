package io.fieldgate.command;

import java.nio.file.Path;

/** The script changes to the project's folder; names on the command line are meant where it was called. */
final class CalledFrom {
    private CalledFrom() {}

    static Path meant(Path file) {
        String from = System.getenv("CALLED_FROM");
        return from == null ? file : Path.of(from).resolve(file);
    }
}
