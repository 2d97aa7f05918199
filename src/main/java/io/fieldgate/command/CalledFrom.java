package io.fieldgate.command;

import java.nio.file.Path;

/** Where the command was called, as the script tells it. */
final class CalledFrom {
    private CalledFrom() {}

    /** The script changes to the project's folder; names on the command line are meant where it was called. */
    static Path meant(Path file) {
        String from = System.getenv("CALLED_FROM");
        return from == null ? file : Path.of(from).resolve(file);
    }

    /** What is wrong, which the eye looks for; without colour where nobody looks on or wants it. */
    static String coloured(String line) {
        return isTerminal() && System.getenv("NO_COLOR") == null ? "\u001B[31m" + line + "\u001B[0m" : line;
    }

    /** Whether somebody looks on while it is printed. */
    static boolean isTerminal() {
        return "yes".equals(System.getenv("ON_TERMINAL"));
    }
}
