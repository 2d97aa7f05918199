package io.fieldgate.bench;

import java.time.Duration;

/** What a process has used when last seen: some end with their last line. */
final class Consumption {
    private final Part part;
    private Duration cpu = Duration.ZERO;
    private String peakMemory = "?";

    Consumption(Part part) {
        this.part = part;
    }

    void look() {
        if (part.isAlive()) {
            Duration now = part.cpu();
            cpu = now.compareTo(cpu) > 0 ? now : cpu;
            peakMemory = part.peakMemory().map(String::valueOf).orElse(peakMemory);
        }
    }

    Duration cpu() {
        look();
        return cpu;
    }

    String peakMemory() {
        return peakMemory;
    }

    /** The end of what the process printed. */
    String lastWords() {
        return part.lastWords();
    }
}
