package io.fieldgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that the benchmark has started: what it costs, what it printed, and its end. */
final class Part {
    private static final long STOP_SECONDS = 15;
    private static final int LAST_WORDS = 20;

    private final String name;
    private final Process process;
    private final Path output;

    Part(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Processor time of all its threads since its start, in user and kernel mode. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The most memory that it has had resident, in MiB; nothing where the system does not tell. */
    Optional<Long> peakMemory() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /** Waits for a line that begins so, and gives the rest of it. */
    String await(String beginning, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            Optional<String> line = output().lines()
                    .filter(candidate -> candidate.startsWith(beginning))
                    .findFirst();
            if (line.isPresent()) {
                return line.get().substring(beginning.length()).strip();
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(name + " did not say '" + beginning + "'; it printed:\n" + lastWords());
    }

    /** The end of what it printed. */
    String lastWords() {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }

    private String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "(" + unreadable.getMessage() + ")";
        }
    }

    /** Takes the processor from it until {@link #thaw()}; its connections stay. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " ended with " + code);
        }
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it as {@code kill} does, by force when that takes too long. */
    void stop() {
        process.destroy();
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
