package io.fieldgate.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * One MariaDB server for all tests of this JVM, on a random port, where {@code mariadbd} is installed (Debian: {@code apt-get
 * install mariadb-server}); it can be stopped and started with its data.
 */
final class MariaDb {
    private static final int PORT = Ports.free();
    private static @Nullable Path folder;
    private static @Nullable Process server;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(MariaDb::remove));
    }

    private MariaDb() {}

    static boolean isInstalled() {
        boolean installed = Programs.find(List.of("mariadbd")).isPresent();
        if (!installed) {
            var unused = Programs.missing("mariadbd", "mariadb-server");
        }
        return installed;
    }

    static synchronized void start() throws Exception {
        if (server != null) {
            return;
        }
        Path data = folder;
        if (data == null) {
            data = Files.createTempDirectory("fieldgate-mariadb");
            folder = data;
            int code = run("mariadb-install-db", data, "--auth-root-authentication-method=normal", "--skip-test-db")
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("mariadb-install-db ended with " + code + ", see " + data);
            }
        }
        server = run(
                "mariadbd",
                data,
                "--port=" + PORT,
                "--bind-address=127.0.0.1",
                "--socket=" + data.resolve("socket"),
                "--pid-file=" + data.resolve("pid"));
        await().atMost(60, SECONDS).until(MariaDb::answers);
    }

    static synchronized void stop() throws InterruptedException {
        if (server != null) {
            server.destroy();
            int unused = server.waitFor();
            server = null;
        }
    }

    private static Process run(String program, Path data, String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                program,
                                "--no-defaults",
                                "--datadir=" + data.resolve("data"),
                                "--user=" + System.getProperty("user.name")),
                        Stream.of(arguments))
                .toList();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve(program + ".log").toFile())
                .start();
    }

    private static boolean answers() {
        try (Connection connection = DriverManager.getConnection(url(), "root", "")) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
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
        return "jdbc:mariadb://127.0.0.1:" + port + "/fieldgate?createDatabaseIfNotExist=true"
                + "&sessionVariables=sql_mode='ANSI_QUOTES,STRICT_ALL_TABLES'";
    }

    private static void remove() {
        try {
            stop();
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
