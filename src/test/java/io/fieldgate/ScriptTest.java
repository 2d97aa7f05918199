package io.fieldgate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.fault.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script in a project of its own, with a stand-in for Java that says what it was asked to do. */
class ScriptTest {
    private static final String JAVA = """
            #!/bin/sh
            # Unpacks slowly and in an unlucky order, and refuses to run what is incomplete.
            case "$*" in
                *-XshowSettings*) echo "    java.specification.version = VERSION" >&2 ;;
                *extract*)
                    for last; do :; done
                    mkdir -p "$last/lib"
                    echo jar >"$last/fieldgate.jar"
                    for number in 1 2 3 4 5 6 7 8 9; do
                        sleep 0.02
                        echo library >"$last/lib/$number.jar"
                    done
                    echo extract >>calls ;;
                *ArchiveClassesAtExit=*)
                    archive=${*#*ArchiveClassesAtExit=}
                    archive=${archive%% *}
                    echo half >"$archive"
                    [ ! -f slow ] || { echo training >>calls; exec sleep 60; }
                    sleep 0.1
                    echo whole >"$archive"
                    echo train >>calls ;;
                *)
                    archive=${*#*SharedArchiveFile=}
                    archive=${archive%% *}
                    jar=${*#*-jar }
                    jar=${jar%% *}
                    echo "$(ls "$(dirname "$jar")/lib" | wc -l) libraries, archive $(cat "$archive" 2>/dev/null || echo none), in $(pwd -P): ${*#*-jar * }" ;;
            esac
            """;

    @TempDir
    private Path temporary;

    private Path project;
    private Path javaHome;
    private String path = System.getenv("PATH");

    @BeforeEach
    void makeAProject() throws Exception {
        project = Files.createDirectories(temporary.toRealPath().resolve("project"));
        Files.copy(Path.of("fieldgate"), project.resolve("fieldgate"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(Files.createDirectories(project.resolve("target")).resolve("fieldgate.jar"), "jar");
        javaHome = javaHome("17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "16"})
    void saysInOneLineThatJavaIsTooOld(String version) throws Exception {
        javaHome = javaHome(version);

        Run run = run(project, "./fieldgate", "demo");

        assertThat(run.code).isEqualTo(69);
        assertThat(run.errors())
                .isEqualTo(" x java               " + version
                        + " is too old. Install a JDK 17 or newer, or set JAVA_HOME.\n");
        assertThat(run.output()).isEmpty();
        assertThat(project.resolve("target/app")).doesNotExist();
    }

    @Test
    void saysInOneLineThatThereIsNoJava() throws Exception {
        javaHome = Files.createDirectories(temporary.resolve("empty"));

        Run run = run(project, "./fieldgate", "demo");

        assertThat(run.code).isEqualTo(69);
        assertThat(run.errors())
                .isEqualTo(" x java               none found. Install a JDK 17 or newer, or set JAVA_HOME.\n");
        assertThat(project.resolve("target/app")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "21", "25"})
    void passesItsArgumentsToTheUnpackedJar(String version) throws Exception {
        javaHome = javaHome(version);

        Run run = run(project, "./fieldgate", "demo", "--ports", "auto");

        assertThat(run.code).isZero();
        assertThat(run.output()).isEqualTo(ran("demo --ports auto"));
    }

    @Test
    void worksFromAnotherFolder() throws Exception {
        Run run = run(temporary, project.resolve("fieldgate").toString(), "run");

        assertThat(run.output()).isEqualTo(ran("run"));
    }

    @Test
    void worksThroughSymbolicLinksAbsoluteAndRelative() throws Exception {
        Path bin = Files.createDirectories(temporary.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("absolute"), project.resolve("fieldgate"));
        Files.createSymbolicLink(bin.resolve("relative"), Path.of("../project/fieldgate"));
        Files.createSymbolicLink(temporary.resolve("chain"), Path.of("bin/relative"));

        for (Path link : List.of(bin.resolve("absolute"), bin.resolve("relative"), temporary.resolve("chain"))) {
            assertThat(run(temporary, link.toString(), "run").output())
                    .as(link.toString())
                    .isEqualTo(ran("run"));
        }
    }

    @Test
    void unpacksOnceAndAgainOnlyForANewerJar() throws Exception {
        run(project, "./fieldgate", "run");
        run(project, "./fieldgate", "run");
        assertThat(calls()).containsExactly("extract", "train");

        Files.setLastModifiedTime(
                project.resolve("target/fieldgate.jar"),
                FileTime.from(Instant.now().plusSeconds(10)));
        assertThat(run(project, "./fieldgate", "run").output()).isEqualTo(ran("run"));

        assertThat(calls()).containsExactly("extract", "train", "extract", "train");
        assertThat(unpacked()).as("unpacked folders").hasSize(1);
    }

    @Test
    void commandsThatOnlyReadFilesHaveAnArchiveOfTheirOwn() throws Exception {
        assertThat(run(project, "./fieldgate", "lint").output()).isEqualTo(ran("lint"));
        assertThat(run(project, "./fieldgate", "graph").output()).isEqualTo(ran("graph"));
        assertThat(calls()).containsExactly("extract", "train");

        assertThat(run(project, "./fieldgate", "run").output()).isEqualTo(ran("run"));

        assertThat(calls()).containsExactly("extract", "train", "train");
    }

    @Test
    void firstStartsAtTheSameTimeDoNotBreakEachOther() throws Exception {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            runs.add(start(project, "./fieldgate", "run", String.valueOf(i)));
        }

        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i).await();
            assertThat(run.errors()).doesNotContain("No such file", "cannot");
            // Those that find another at work on the archive do without.
            assertThat(run.output()).isIn(ran("run " + i), ran("run " + i).replace("whole", "none"));
            assertThat(run.code).isZero();
        }
        assertThat(run(project, "./fieldgate", "run").output()).isEqualTo(ran("run"));
        assertThat(Files.readString(project.resolve("target/app/current")).strip())
                .isIn(unpacked());
        assertThat(Collections.frequency(calls(), "train"))
                .as("archives made")
                .isLessThanOrEqualTo(unpacked().size());
    }

    @Test
    void endsAtOnceWhenItIsStoppedWhilePreparingAndPreparesTheNextTime() throws Exception {
        Files.writeString(project.resolve("slow"), "");
        Run stopped = start(project, "./fieldgate", "run");
        Awaitility.await().atMost(60, SECONDS).until(() -> calls().contains("training"));

        stopped.process.destroy();

        assertThat(stopped.process.waitFor(60, SECONDS)).as("ended").isTrue();
        assertThat(stopped.process.exitValue()).isEqualTo(143);
        Files.delete(project.resolve("slow"));
        assertThat(run(project, "./fieldgate", "run").output()).isEqualTo(ran("run"));
    }

    @Test
    void preparesAgainWhenTheProcessThatDidWasKilled() throws Exception {
        run(project, "./fieldgate", "run");
        Path app = project.resolve(unpacked().get(0));
        Files.delete(app.resolve("java-17.jsa"));
        Path training = Files.createDirectories(app.resolve("java-17.jsa.training"));
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.writeString(training.resolve("pid"), ended.pid() + "\n");

        assertThat(run(project, "./fieldgate", "run").output()).isEqualTo(ran("run"));

        assertThat(training).doesNotExist();
    }

    @Test
    void saysThatMavenIsMissingWhenThereIsNothingToStart() throws Exception {
        Files.delete(project.resolve("target/fieldgate.jar"));
        Path tools = Files.createDirectories(temporary.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "sed")) {
            Files.createSymbolicLink(tools.resolve(tool), which(tool));
        }

        path = tools.toString();

        Run run = run(project, "./fieldgate", "demo");

        assertThat(run.code).isEqualTo(69);
        assertThat(run.errors())
                .isEqualTo(
                        " x build              target/fieldgate.jar is missing, and so is Maven. Install Maven 3.8 or"
                                + " newer.\n");
    }

    private String ran(String arguments) {
        return "9 libraries, archive whole, in " + project + ": " + arguments + "\n";
    }

    private List<String> calls() throws IOException {
        Path calls = project.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private List<String> unpacked() throws IOException {
        try (Stream<Path> folders = Files.list(project.resolve("target/app"))) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> project.relativize(folder).toString())
                    .toList();
        }
    }

    private Path javaHome(String version) throws IOException {
        Path home = Files.createDirectories(temporary.resolve("java-" + version));
        Path java = Files.writeString(
                Files.createDirectories(home.resolve("bin")).resolve("java"), JAVA.replace("VERSION", version));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private static Path which(String tool) {
        return Programs.find(List.of(tool)).orElseThrow();
    }

    private Run run(Path folder, String... command) throws Exception {
        return start(folder, command).await();
    }

    private Run start(Path folder, String... command) throws IOException {
        Path output = Files.createTempFile(temporary, "out", ".txt");
        Path errors = Files.createTempFile(temporary, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("PATH", path);
        builder.environment().remove("JAVA_OPTS");
        return new Run(builder.start(), output, errors);
    }

    private static final class Run {
        private final Process process;
        private final Path output;
        private final Path errors;
        private int code = -1;

        private Run(Process process, Path output, Path errors) {
            this.process = process;
            this.output = output;
            this.errors = errors;
        }

        private Run await() throws InterruptedException {
            assertThat(process.waitFor(180, SECONDS)).as("ended").isTrue();
            code = process.exitValue();
            return this;
        }

        private String output() throws IOException {
            return Files.readString(output);
        }

        private String errors() throws IOException {
            return Files.readString(errors);
        }
    }
}
