package io.fieldgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.http.IdempotencyJournal.Settings;
import io.fieldgate.http.Outcome.Kind;
import io.fieldgate.message.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process of a journal in the middle of its work. */
class IdempotencyJournalKillTest {
    private static final int KILLS = 3;
    private static final int ANSWERS = 400;

    @TempDir
    private Path folder;

    @Test
    void whatAClientWasToldIsStillKnownAfterAKill() throws Exception {
        List<String> told = new ArrayList<>();
        for (int run = 0; run < KILLS; run++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.toString(),
                            "run-" + run)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines = writer.inputReader(UTF_8)) {
                for (int i = 0; i < ANSWERS; i++) {
                    told.add(lines.readLine());
                }
                // Not the process's own method, which would close what is read here.
                writer.toHandle().destroyForcibly();
                writer.waitFor();
                // What it said before the kill came through.
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    told.add(line);
                }
            }
        }

        try (IdempotencyJournal journal = IdempotencyJournal.open(settings(folder))) {
            assertThat(told)
                    .hasSizeGreaterThanOrEqualTo(KILLS * ANSWERS)
                    .allSatisfy(key ->
                            assertThat(journal.begin(key, body(key)).kind()).isEqualTo(Kind.SAME));
        }
    }

    private static Settings settings(Path folder) {
        return new Settings(folder, Duration.ofHours(1), 1_000_000, 100_000_000);
    }

    private static byte[] body(String key) {
        return Sha256.of(key.getBytes(UTF_8));
    }

    /** Answers requests without end, and says the key of each that is answered. */
    static final class Writer {
        private static final int AT_ONCE = 8;

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            IdempotencyJournal journal = IdempotencyJournal.open(settings(Path.of(arguments[0])));
            for (int client = 0; client < AT_ONCE; client++) {
                next(journal, arguments[1] + "-" + client, 0);
            }
            while (System.in.read() >= 0) {
                // Nothing is ever written; the end of the stream is that of the test.
            }
        }

        private static void next(IdempotencyJournal journal, String client, int number) {
            String key = client + "-" + number;
            journal.begin(key, body(key));
            var unused = journal.complete(key, 202, key.getBytes(UTF_8)).whenCompleteAsync((saved, failure) -> {
                if (failure == null) {
                    System.out.println(key);
                    next(journal, client, number + 1);
                }
            });
        }
    }
}
