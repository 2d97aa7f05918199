package io.fieldgate;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/**
 * The files that a deployment is made of, as texts, so that a test can spoil one of them in memory and see whether that is
 * noticed. Paths in them are looked for in the project.
 */
record Deployment(Path root, Map<String, String> texts) {
    static final String COMPOSE = "docker-compose.yml";
    static final String DOCKERFILE = "Dockerfile";
    static final String DOCKERIGNORE = ".dockerignore";
    static final String POM = "pom.xml";
    static final String APPLICATION = "config/application.yaml";
    static final String MOSQUITTO = "config/mosquitto/mosquitto.conf";
    static final String TOPICS = "config/topics.yaml";
    static final String KUBERNETES = "deploy/kubernetes/";
    static final String KUSTOMIZATION = KUBERNETES + "kustomization.yaml";
    static final String GATEWAY = KUBERNETES + "gateway.yaml";
    static final String NETWORK = KUBERNETES + "network.yaml";
    static final String SCALING = KUBERNETES + "scaling.yaml";
    static final String SYSTEMD = "deploy/systemd/fieldgate.service";

    static Deployment of(Path root) throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (String file : List.of(
                COMPOSE,
                DOCKERFILE,
                DOCKERIGNORE,
                POM,
                APPLICATION,
                MOSQUITTO,
                TOPICS,
                KUSTOMIZATION,
                GATEWAY,
                NETWORK,
                SCALING,
                SYSTEMD)) {
            texts.put(file, Files.readString(root.resolve(file)));
        }
        return new Deployment(root, texts);
    }

    /** The same, but for one place in one file. */
    Deployment with(String file, String found, String replacement) {
        int at = text(file).indexOf(found);
        if (at < 0) {
            throw new IllegalArgumentException(file + " does not contain '" + found + "'");
        }
        Map<String, String> changed = new HashMap<>(texts);
        changed.put(file, text(file).substring(0, at) + replacement + text(file).substring(at + found.length()));
        return new Deployment(root, changed);
    }

    String text(String file) {
        return texts.getOrDefault(file, "");
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    /** The files of a folder with such an ending, as paths from the project. */
    Set<String> shipped(String folder, String ending) {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName())
                    .filter(file -> file.endsWith(ending) && !file.contains(".test."))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The text of one element of pom.xml, for example {@code properties/kafka.version}. */
    String pom(String path) {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text(POM))));
            return XPathFactory.newInstance().newXPath().evaluate("/project/" + path, document);
        } catch (Exception unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** The port that the configuration gives the part, {@code server} or {@code management.server}. */
    int port(String part) {
        return Tree.ofYaml(text(APPLICATION))
                .at("/" + part.replace('.', '/') + "/port")
                .asInt();
    }

    /** How many seconds docker-compose.yml lets the gateway take for its stop. */
    String grace() {
        return Tree.ofYaml(text(COMPOSE))
                .at("/services/fieldgate/stop_grace_period")
                .asText()
                .replace("s", "");
    }

    /** Everything that is wrong, each in one sentence. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        new ComposeCheck(this, complaints).run();
        new DockerfileCheck(this, complaints).run();
        new KubernetesCheck(this, complaints).run();
        new SystemdCheck(this, complaints).run();
        return complaints;
    }
}
