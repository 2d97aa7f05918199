package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows how far a replay is: a bar on a terminal, else a line for every tenth. */
final class ReplayProgress {
    static final long GLANCE_MS = 300;
    private static final int BAR = 30;

    private final PrintWriter out;
    private final boolean silent;
    private final boolean bar = CalledFrom.isTerminal();
    private long tenth = -1;
    private String said = "";

    ReplayProgress(PrintWriter out, boolean silent) {
        this.out = out;
        this.silent = silent;
    }

    void show(JsonNode job) {
        if (silent) {
            return;
        }
        String waits = job.path("waits_for").asText("");
        if (job.hasNonNull("waits_for") && !waits.equals(said)) {
            out.println((bar ? "\n" : "") + " ~ waits: " + Table.plain(waits));
        }
        said = waits;
        long all = job.path("to_look").asLong();
        long now = job.path("looked").asLong();
        if (bar) {
            int full = all == 0 ? BAR : (int) (BAR * now / all);
            out.print("\r [" + "=".repeat(full) + " ".repeat(BAR - full) + "] " + text(job) + "   ");
            if (!job.path("state").asText().equals("running")) {
                out.println();
            }
            out.flush();
        } else if (all > 0 && 10 * now / all > tenth && now > 0) {
            tenth = 10 * now / all;
            out.println("   " + text(job));
        }
    }

    private static String text(JsonNode job) {
        long all = job.path("to_look").asLong();
        long now = job.path("looked").asLong();
        return String.format(
                Locale.ROOT,
                "%d %%, %,d of %,d looked at, %,d went back, %,d failed again, %,d could not go",
                all == 0 ? 100 : 100 * now / all,
                now,
                all,
                job.path("replayed").asLong(),
                job.path("failed").asLong(),
                job.path("skipped").asLong());
    }
}
