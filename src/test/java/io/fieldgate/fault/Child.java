package io.fieldgate.fault;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that a test started and may stop, kill and pause. It ends with the test's own process at the latest. */
final class Child implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path output;
    private final Thread reaper;

    private Child(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
        // A paused process would outlive everybody.
        this.reaper = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /** What it prints is kept in the folder. */
    static Child start(String name, Path folder, List<String> command) throws IOException {
        Path output = Files.createTempFile(Files.createDirectories(folder), name, ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Child(name, process, output);
    }

    /** The command that runs a class of this test's class path. */
    static List<String> java(List<String> options, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        // Quick on its feet: these parts start many times and are not what is measured.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /** SIGTERM, and waits for the end. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " did not end within 60 s of SIGTERM: " + output());
        }
        forget();
    }

    /** SIGKILL, and waits for the end. */
    void kill() {
        process.destroyForcibly().onExit().join();
        forget();
    }

    void pause() throws IOException, InterruptedException {
        signal(process.pid(), "STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal(process.pid(), "CONT");
    }

    static void signal(long pid, String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("kill -" + signal + " " + pid + " ended with " + code);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException shutsDown) {
            // Then the hook runs anyway.
        }
    }

    @Override
    public void close() {
        kill();
    }
}
