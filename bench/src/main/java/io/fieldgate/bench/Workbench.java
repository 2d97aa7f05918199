package io.fieldgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** All that one run starts, and the folder it writes to. Both end with the run, also when it is interrupted. */
final class Workbench implements AutoCloseable {
    /** Like those of the gateway's own parts: below the range of outgoing connections. */
    private static final int FIRST_PORT = 20_000;

    private static final int AFTER_LAST_PORT = 32_000;

    private final Path folder;
    private final List<String> jvm;
    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    /** @param jvm options of every contender's Java */
    Workbench(List<String> jvm) throws IOException {
        this.jvm = List.copyOf(jvm);
        this.folder = Files.createTempDirectory("fieldgate-bench-");
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "bench-end"));
    }

    List<String> jvm() {
        return jvm;
    }

    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /** Starts a class with a {@code main} on the class path of this process. */
    Part java(String name, List<String> options, Class<?> main, String... arguments) throws IOException {
        return java(name, options, System.getProperty("java.class.path"), main.getName(), arguments);
    }

    Part java(String name, List<String> options, String classPath, String main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return start(name, command, Map.of());
    }

    synchronized Part start(String name, List<String> command, Map<String, String> environment) throws IOException {
        if (closed) {
            throw new IllegalStateException("the run has ended");
        }
        Path output = Files.createTempFile(folder, name, ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Part part = new Part(name, builder.start(), output);
        parts.push(part);
        return part;
    }

    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, AFTER_LAST_PORT);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                // Another one, then.
            }
        }
    }

    /** Stops what was started last first. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        parts.forEach(Part::stop);
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }
}
