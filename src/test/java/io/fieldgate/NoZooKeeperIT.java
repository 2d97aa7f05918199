package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;

/** Kafka brings its own quorum (KRaft); nobody runs a ZooKeeper for Fieldgate, nor has it in the gateway. */
class NoZooKeeperIT {
    private static final Path GATEWAY = Path.of("target", "fieldgate.jar");
    private static final List<Path> DEPLOYMENT =
            List.of(Path.of("docker-compose.yml"), Path.of("Dockerfile"), Path.of("deploy"));

    /** Packages of ZooKeeper itself, of its usual client, and of what Kafka had for it until 3.9. */
    private static final List<String> CLIENTS = List.of("org/apache/zookeeper/", "org/apache/curator/", "kafka/zk/");

    @Test
    void nothingOfItIsOnTheClassPathOfTheGateway() throws IOException {
        List<String> libraries = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try (JarFile jar = new JarFile(GATEWAY.toFile())) {
            for (JarEntry library : jar.stream()
                    .filter(entry -> entry.getName().endsWith(".jar"))
                    .toList()) {
                libraries.add(library.getName());
                try (JarInputStream classes = new JarInputStream(jar.getInputStream(library))) {
                    found.addAll(ofZooKeeper(library.getName(), classes));
                }
            }
        }

        assertThat(libraries).anyMatch(name -> name.contains("kafka-clients"));
        assertThat(found).isEmpty();
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
            if (CLIENTS.stream().anyMatch(entry.getName()::startsWith)) {
                found.add(library + " has " + entry.getName());
            }
        }
        return found;
    }
}
