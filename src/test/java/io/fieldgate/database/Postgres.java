package io.fieldgate.database;

import static org.awaitility.Awaitility.await;

import io.fieldgate.fault.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** One PostgreSQL server for all tests of this JVM, on a random port; it can be stopped and started with its data. */
final class Postgres {
    private static final Path DATA = folder();
    private static final int PORT = Ports.free();
    private static @Nullable EmbeddedPostgres server;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Postgres::remove));
    }

    private Postgres() {}

    static synchronized void start() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setDataDirectory(DATA)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setPort(PORT)
                        // As a server has it by default: what is committed survives its end.
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("unix_socket_directories", DATA.toString())
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static synchronized void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** As {@code kill -9} of the server and all its processes. */
    static synchronized void kill() throws Exception {
        signal("KILL", processes());
        await().until(() -> !answers());
        // A dead process that nobody has buried yet would count as running.
        Files.delete(DATA.resolve("postmaster.pid"));
        Files.deleteIfExists(DATA.resolve(".s.PGSQL." + PORT + ".lock"));
        // Says that it finds nothing to stop, and lets go of the folder.
        stop();
    }

    /** The server and all its processes stand still; they hold their connections and answer nobody. */
    static void pause() throws Exception {
        // The server first: a process that it starts after they were counted would go on answering.
        signal("STOP", List.of(server()));
        signal("STOP", processes());
    }

    static void resume() throws Exception {
        signal("CONT", processes());
    }

    private static boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            int unused = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** The server first: it must not start a process that nobody counted. */
    private static List<ProcessHandle> processes() throws IOException {
        ProcessHandle server = server();
        return Stream.concat(Stream.of(server), server.descendants())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static ProcessHandle server() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(DATA.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static void remove() {
        try {
            stop();
            FileSystemUtils.deleteRecursively(DATA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int port() {
        return PORT;
    }

    static String url() {
        return url(PORT);
    }

    /** Through something that stands before it. */
    static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("fieldgate-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
