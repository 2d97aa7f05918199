package io.fieldgate.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of others that are measured, and where they are. */
final class Rivals {
    private static final Path FOLDER = Path.of("target/bench");

    private Rivals() {}

    /** That of {@code bench/rivals/NAME.xml}. */
    static String classPath(String name) throws IOException {
        Path classPath = FOLDER.resolve(name).toAbsolutePath();
        if (!Files.exists(classPath)) {
            System.err.println("Fetching " + name + " ...");
            run(
                    "mvn",
                    "-B",
                    "-q",
                    "-f",
                    "bench/rivals/" + name + ".xml",
                    "dependency:build-classpath",
                    "-Dmdep.outputFile=" + classPath);
        }
        return Files.readString(classPath).strip();
    }

    private static void run(String... command) throws IOException {
        try {
            int code = new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + code);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    static String kcat() throws IOException {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "kcat"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new IOException("kcat is not on the PATH; Debian: apt-get install kcat"));
    }
}
