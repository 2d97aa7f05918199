package io.fieldgate.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** One PostgreSQL server for all tests of this JVM, on a random port; it can be stopped and started with its data. */
final class Postgres {
    private static final Path DATA = folder();
    private static final int PORT = freePort();
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

    private static void remove() {
        try {
            stop();
            FileSystemUtils.deleteRecursively(DATA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String url() {
        return "jdbc:postgresql://127.0.0.1:" + PORT + "/postgres";
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("fieldgate-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
