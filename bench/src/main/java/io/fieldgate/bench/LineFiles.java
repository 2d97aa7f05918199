package io.fieldgate.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of lines of 200 bytes, each made when it is first asked for. */
final class LineFiles {
    private static final int LINE = 200;

    private final Path folder;
    private final int warmUp;
    private final int measured;

    LineFiles(Path folder, int warmUp, int measured) {
        this.folder = folder;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    int warmUpLines() {
        return warmUp;
    }

    int measuredLines() {
        return measured;
    }

    Path warmUp(boolean csv) throws IOException {
        return file("warm-up", warmUp, csv);
    }

    Path measured(boolean csv) throws IOException {
        return file("measured", measured, csv);
    }

    /** Both in one. */
    Path all() throws IOException {
        Path all = folder.resolve("all.ndjson");
        if (!Files.exists(all)) {
            try (OutputStream out = Files.newOutputStream(all)) {
                Files.copy(warmUp(false), out);
                Files.copy(measured(false), out);
            }
        }
        return all;
    }

    private Path file(String name, int count, boolean csv) throws IOException {
        Path file = folder.resolve(name + (csv ? ".csv" : ".ndjson"));
        if (!Files.exists(file)) {
            write(file, count, csv);
        }
        return file;
    }

    private static void write(Path file, int count, boolean csv) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            if (csv) {
                out.write("device,seq,temperature,text\n");
            }
            for (int i = 0; i < count; i++) {
                out.write((csv ? row(i) : Messages.json(i, LINE - 1)) + "\n");
            }
        }
    }

    private static String row(int number) {
        String text = Messages.device(number) + "," + number + ",21.5,";
        return text + Messages.filler(number, LINE - 1 - text.length());
    }
}
