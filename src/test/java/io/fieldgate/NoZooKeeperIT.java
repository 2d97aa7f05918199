package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Kafka brings its own quorum (KRaft); nobody runs a ZooKeeper for Fieldgate, nor has it in the gateway. */
class NoZooKeeperIT {
    private static final Path GATEWAY = Path.of("target", "fieldgate.jar");
    private static final List<Path> DEPLOYMENT =
            List.of(Path.of("docker-compose.yml"), Path.of("Dockerfile"), Path.of("deploy"));

    /** ZooKeeper itself, its usual clients, also under a name of somebody else's, and what Kafka had for it until 3.9. */
    private static final Predicate<String> CLIENT =
            Pattern.compile("(?i)zookeeper|zkclient|curator|kafka/zk/").asPredicate();

    /**
     * What is named for it and is no client: ways in which Camel could be configured, and classes of Jafka that need a client, which is
     * not there. The gateway uses Jafka's requests and messages only.
     */
    private static final Predicate<String> HARMLESS = Pattern.compile(
                    "(?i).*/camel/(model/cloud|dsl/yaml/deserializers)/.*ZooKeeperServiceCall.*"
                            + "|META-INF/.*camel.*ZooKeeperService.*"
                            + "|com/sohu/jafka/(consumer/Zookeeper|utils/zookeeper/).*")
            .asMatchPredicate();

    /** Of fieldgate-lake.jar. */
    private static final Pattern LAKE_LIBRARY =
            Pattern.compile(".*/(parquet-|hadoop-aws-|hadoop-client-(api|runtime)-|httpc|netty-codec-http2-)[^/]*"
                    + "|.*/software/amazon/.*");

    @Test
    void nothingOfItIsOnTheClassPathOfTheGateway() throws IOException {
        List<String> libraries = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try (JarFile jar = new JarFile(GATEWAY.toFile())) {
            for (JarEntry library : jar.stream()
                    .filter(entry -> entry.getName().endsWith(".jar"))
                    .toList()) {
                libraries.add(library.getName());
                if (CLIENT.test(library.getName())) {
                    found.add(library.getName());
                }
                try (JarInputStream classes = new JarInputStream(jar.getInputStream(library))) {
                    found.addAll(ofZooKeeper(library.getName(), classes));
                }
            }
        }

        assertThat(libraries).anyMatch(name -> name.contains("kafka-clients"));
        assertThat(found).isEmpty();
    }

    /** Hadoop uses it between its servers; docs/lake.md says so. */
    @Test
    void whatTheJarOfTheLakeHasOfItIsWithinHadoopsClient() throws IOException {
        List<Path> libraries = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(LAKE_LIBRARY.asMatchPredicate())
                .map(Path::of)
                .toList();
        List<String> found = new ArrayList<>();
        for (Path library : libraries) {
            try (JarInputStream classes = new JarInputStream(Files.newInputStream(library))) {
                found.addAll(ofZooKeeper(String.valueOf(library.getFileName()), classes));
            }
        }

        assertThat(libraries).extracting(Path::toString).anyMatch(name -> name.contains("hadoop-aws"));
        assertThat(found)
                .allMatch(name -> name.matches("hadoop-client-(api|runtime)-.* has (org/apache/hadoop|META-INF)/.*"));
    }

    @Test
    void nothingThatIsDeployedNamesIt() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : DEPLOYMENT) {
            try (var below = Files.walk(place)) {
                below.filter(Files::isRegularFile).forEach(files::add);
            }
        }

        assertThat(files).hasSizeGreaterThan(DEPLOYMENT.size());
        assertThat(files)
                .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainIgnoringCase("zookeeper"));
        assertThat(Path.of("docker-compose.yml")).content().contains("KAFKA_PROCESS_ROLES: broker,controller");
    }

    private static List<String> ofZooKeeper(String library, JarInputStream classes) throws IOException {
        List<String> found = new ArrayList<>();
        for (JarEntry entry = classes.getNextJarEntry(); entry != null; entry = classes.getNextJarEntry()) {
            String name = entry.getName();
            if (!entry.isDirectory() && CLIENT.test(name) && !HARMLESS.test(name)) {
                found.add(library + " has " + name);
            }
        }
        return found;
    }
}
