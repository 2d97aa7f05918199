package io.fieldgate;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Dockerfile against the project and the .dockerignore file. */
final class DockerfileCheck {
    private static final Pattern STAGE = Pattern.compile("FROM (\\S+?):(\\S+)(?: AS (\\S+))?");
    private static final Pattern JAR = Pattern.compile("[\\w.-]+\\.jar");

    private final Deployment project;
    private final List<String> complaints;

    DockerfileCheck(Deployment project, List<String> complaints) {
        this.project = project;
        this.complaints = complaints;
    }

    void run() {
        Set<String> stages = new HashSet<>();
        Set<String> instructions = new HashSet<>();
        for (String instruction : instructions()) {
            String[] words = instruction.split("\\s+");
            instructions.add(words[0]);
            switch (words[0]) {
                case "FROM" -> checkBase(instruction, stages);
                case "COPY" -> checkCopy(words, stages);
                case "EXPOSE" -> checkExposed(words);
                case "HEALTHCHECK" -> checkHealth(instruction);
                default -> checkJars(instruction);
            }
        }
        if (!instructions.contains("USER")) {
            complain("has no USER, the gateway would run as root");
        }
        if (!instructions.contains("ENTRYPOINT")) {
            complain("has no ENTRYPOINT");
        }
    }

    private void complain(String what) {
        complaints.add(Deployment.DOCKERFILE + ": " + what);
    }

    /** Without comments, each on one line. */
    private List<String> instructions() {
        String joined = project.text(Deployment.DOCKERFILE)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .reduce("", (before, line) -> before + line + "\n")
                .replaceAll("\\\\\\n\\s*", "");
        return joined.lines().toList();
    }

    private void checkBase(String instruction, Set<String> stages) {
        Matcher stage = STAGE.matcher(instruction);
        String java = project.pom("properties/java.version");
        if (!stage.matches() || !Arrays.asList(stage.group(2).split("-")).contains(java)) {
            complain("'" + instruction + "' names no image of Java " + java);
        } else if (stage.group(3) != null) {
            stages.add(stage.group(3));
        }
    }

    private void checkCopy(String[] words, Set<String> stages) {
        if (words[1].startsWith("--from=")) {
            String stage = words[1].substring("--from=".length());
            if (!stages.contains(stage)) {
                complain("copies from '" + stage + "', which is no stage before it");
            }
            return;
        }
        for (String source : List.of(words).subList(1, words.length - 1)) {
            if (!project.has(source)) {
                complain("copies '" + source + "', which the project does not have");
            } else if (isIgnored(source)) {
                complain("copies '" + source + "', which " + Deployment.DOCKERIGNORE + " leaves out");
            }
        }
    }

    /** Docker's rule: the last line that fits decides, for what it names and everything below. */
    private boolean isIgnored(String source) {
        boolean ignored = false;
        for (String line : project.text(Deployment.DOCKERIGNORE).lines().toList()) {
            boolean keeps = line.startsWith("!");
            String pattern = keeps ? line.substring(1) : line;
            if (!line.startsWith("#") && !line.isBlank() && fits(pattern, Path.of(source))) {
                ignored = !keeps;
            }
        }
        return ignored;
    }

    private static boolean fits(String pattern, Path source) {
        for (Path path = source; path != null; path = path.getParent()) {
            if (FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(path)) {
                return true;
            }
        }
        return false;
    }

    private void checkExposed(String[] words) {
        Set<String> wanted =
                Set.of(String.valueOf(project.port("server")), String.valueOf(project.port("management.server")));
        List<String> exposed = List.of(words).subList(1, words.length);
        if (!Set.copyOf(exposed).equals(wanted)) {
            complain("exposes " + exposed + ", but the gateway listens on "
                    + wanted.stream().sorted().toList());
        }
    }

    private void checkHealth(String instruction) {
        String url = "http://localhost:" + project.port("management.server") + "/actuator/health/readiness";
        if (!instruction.contains("\"" + url + "\"")) {
            complain("its health check does not ask " + url);
        }
    }

    private void checkJars(String instruction) {
        String built = project.pom("build/finalName") + ".jar";
        Matcher jar = JAR.matcher(instruction);
        while (jar.find()) {
            if (!jar.group().equals(built)) {
                complain(instruction.split("\\s", 2)[0] + " names '" + jar.group() + "', the build makes '" + built
                        + "'");
            }
        }
    }
}
