package io.fieldgate.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files far larger than the heap are read, with quoted cells, endless lines and all. */
class ConstantMemoryTest {
    private static final int ROUNDS = 40;
    private static final int ROWS = 40_000;
    private static final int ENDLESS = 16 * 1024 * 1024;

    @TempDir
    private Path folder;

    /** What the process with the small heap does. */
    static final class Main {
        public static void main(String[] arguments) throws Exception {
            RecordFormat csv = new RecordFormat(',', List.of(), Map.of(), null, 1, 1024 * 1024);
            long good = 0;
            long bad = 0;
            try (RecordReader reader = RecordReader.open(Path.of(arguments[0]), csv, 0, 1)) {
                for (Piece piece = reader.next(true); piece != null; piece = reader.next(true)) {
                    if (piece.problem() == null) {
                        good++;
                    } else {
                        bad++;
                    }
                }
            }
            System.out.println(good + " good, " + bad + " bad");
        }
    }

    @Test
    void aFileOfManyMegabytesNeedsSixteenOfHeap() throws Exception {
        byte[] rows =
                "oven-07,\"a, \"\"b\"\"\nc\",21.5,and more that fills the row until it is as long as a usual one is\n"
                        .repeat(ROWS)
                        .getBytes(UTF_8);
        Path file = folder.resolve("large.csv");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("device,text,value,more\n".getBytes(UTF_8));
            for (int i = 0; i < ROUNDS; i++) {
                out.write(rows);
            }
            out.write("x".repeat(ENDLESS).getBytes(UTF_8));
            out.write("\n\"never closed\n".getBytes(UTF_8));
            out.write(rows);
        }

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx16m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(said).isEqualToIgnoringNewLines((ROUNDS + 1) * ROWS + " good, 2 bad");
        assertThat(process.waitFor()).isZero();
        assertThat(Files.size(file)).isGreaterThan(150_000_000L);
    }
}
