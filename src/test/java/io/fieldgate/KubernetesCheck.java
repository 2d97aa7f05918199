package io.fieldgate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** deploy/kubernetes against the model of Kubernetes' own resources, and against the project. */
final class KubernetesCheck {
    private static final String GATEWAY = "fieldgate";
    private static final Map<String, Class<?>> MODELS = Map.of(
            "apps/v1 StatefulSet", StatefulSet.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "v1 Service", Service.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class);
    /** No model of these is on the class path. */
    private static final Set<String> FOREIGN = Set.of("keda.sh/v1alpha1 ScaledObject");

    /** The model takes unknown fields, to be ready for those to come; here they are misspelt ones. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private static final ConfigurationKeys KEYS = ConfigurationKeys.ofClassPath();

    private final Deployment project;
    private final List<String> complaints;
    private final JsonNode kustomization;
    private final Map<String, JsonNode> resources = new HashMap<>();

    KubernetesCheck(Deployment project, List<String> complaints) {
        this.project = project;
        this.complaints = complaints;
        this.kustomization = Tree.ofYaml(project.text(Deployment.KUSTOMIZATION));
    }

    void run() {
        for (JsonNode name : kustomization.path("resources")) {
            String file = Deployment.KUBERNETES + name.asText();
            if (!project.texts().containsKey(file)) {
                complain(Deployment.KUSTOMIZATION, "names '" + name.asText() + "', which is not there");
            } else {
                Tree.ofYamls(project.text(file)).forEach(resource -> read(file, resource));
            }
        }
        checkMaps();
        checkVariables();
        checkPod();
        checkSelectors();
        checkScaling();
    }

    private void complain(String where, String what) {
        complaints.add(where + ": " + what);
    }

    private void read(String file, JsonNode resource) {
        String kind = resource.path("apiVersion").asText() + " "
                + resource.path("kind").asText();
        Class<?> model = MODELS.get(kind);
        if (model == null && !FOREIGN.contains(kind)) {
            complain(file, "there is no '" + kind + "'");
        }
        if (model != null) {
            try {
                STRICT.treeToValue(resource, model);
            } catch (JsonProcessingException wrong) {
                complain(file, wrong.getOriginalMessage().replaceAll("\\R.*| \\(class .*", ""));
            }
        }
        resources.put(
                resource.path("kind").asText() + " "
                        + resource.at("/metadata/name").asText(),
                resource);
    }

    /** All that the project ships, under the names that the pods mount. */
    private void checkMaps() {
        Map<String, Set<String>> maps = new HashMap<>();
        for (JsonNode map : kustomization.path("configMapGenerator")) {
            Set<String> files = new TreeSet<>();
            map.path("files").forEach(file -> files.add(file.asText().replaceFirst("^(\\.\\./)+", "")));
            maps.put(map.path("name").asText(), files);
            files.stream()
                    .filter(file -> !project.has(file))
                    .forEach(file -> complain(Deployment.KUSTOMIZATION, "names '" + file + "', which is not there"));
        }
        expectFiles(maps, "fieldgate-routes", "routes", ".camel.yaml");
        expectFiles(maps, "fieldgate-config", "config", ".yaml");
        for (JsonNode volume : gateway().at("/spec/template/spec/volumes")) {
            String map = volume.at("/configMap/name").asText();
            if (!map.isEmpty() && !maps.containsKey(map)) {
                complain(Deployment.GATEWAY, "mounts the ConfigMap '" + map + "', which nobody makes");
            }
        }
    }

    private void expectFiles(Map<String, Set<String>> maps, String map, String folder, String ending) {
        Set<String> shipped = project.shipped(folder, ending);
        Set<String> found = maps.getOrDefault(map, Set.of());
        if (!found.equals(shipped)) {
            complain(Deployment.KUSTOMIZATION, map + " holds " + found + ", the project ships " + shipped);
        }
    }

    private void checkVariables() {
        List<String> variables = new ArrayList<>();
        for (JsonNode map : kustomization.path("configMapGenerator")) {
            map.path("literals")
                    .forEach(literal -> variables.add(literal.asText().split("=", 2)[0]));
        }
        container()
                .path("env")
                .forEach(variable -> variables.add(variable.path("name").asText()));
        variables.stream()
                .filter(variable -> !variable.equals("POD_NAME") && !KEYS.isKey(variable))
                .forEach(variable -> complain(Deployment.GATEWAY, variable + " sets no key that exists"));
    }

    private void checkPod() {
        expect(
                "serviceName",
                gateway().at("/metadata/name").asText(),
                gateway().at("/spec/serviceName").asText());
        String version = project.pom("version").replace("-SNAPSHOT", "");
        expect(
                "version of the image",
                version,
                kustomization.at("/images/0/newTag").asText());
        expect(
                "terminationGracePeriodSeconds",
                project.grace(),
                pod().path("terminationGracePeriodSeconds").asText());
        Map<String, Integer> ports = new TreeMap<>();
        container()
                .path("ports")
                .forEach(port -> ports.put(
                        port.path("name").asText(), port.path("containerPort").asInt()));
        Map<String, Integer> wanted =
                new TreeMap<>(Map.of("http", project.port("server"), "management", project.port("management.server")));
        expect("ports", wanted.toString(), ports.toString());
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            String path = "/actuator/health/" + (probe.equals("readinessProbe") ? "readiness" : "liveness");
            expect(probe, path, container().path(probe).at("/httpGet/path").asText());
        }
        Set<String> volumes = new TreeSet<>();
        pod().path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
        gateway()
                .at("/spec/volumeClaimTemplates")
                .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
        Set<String> mounted = new TreeSet<>();
        container()
                .path("volumeMounts")
                .forEach(mount -> mounted.add(mount.path("name").asText()));
        expect("volumes", mounted.toString(), volumes.toString());
    }

    /** Who chooses pods by their labels chooses those of the gateway. */
    private void checkSelectors() {
        JsonNode labels = gateway().at("/spec/template/metadata/labels");
        for (String place : List.of(
                "StatefulSet fieldgate/spec/selector/matchLabels",
                "PodDisruptionBudget fieldgate/spec/selector/matchLabels",
                "Service fieldgate/spec/selector",
                "Service fieldgate-management/spec/selector",
                "NetworkPolicy fieldgate/spec/podSelector/matchLabels")) {
            int slash = place.indexOf('/');
            JsonNode selector = resource(place.substring(0, slash)).at(place.substring(slash));
            if (!selector.equals(labels)) {
                complain(Deployment.KUBERNETES, place + " is " + selector + ", the pods have " + labels);
            }
        }
    }

    private void checkScaling() {
        JsonNode scaled = resource("ScaledObject fieldgate");
        expect("scaleTargetRef", GATEWAY, scaled.at("/spec/scaleTargetRef/name").asText());
        String topics = Tree.ofYaml(project.text(Deployment.TOPICS))
                .at("/fieldgate/topics")
                .valueStream()
                .filter(topic -> topic.path("name").equals(scaled.at("/spec/triggers/0/metadata/topic")))
                .map(topic -> topic.path("partitions").asText())
                .collect(Collectors.joining());
        expect("maxReplicaCount", topics, scaled.at("/spec/maxReplicaCount").asText());
        String group = scaled.at("/spec/triggers/0/metadata/consumerGroup").asText();
        if (!project.has("routes/" + group.replaceFirst("^fieldgate\\.", "") + ".camel.yaml")) {
            complain(Deployment.KUBERNETES, "the group '" + group + "' is that of no shipped route");
        }
    }

    private void expect(String what, String wanted, String found) {
        if (!found.equals(wanted)) {
            complain(Deployment.KUBERNETES, what + " is '" + found + "', by the project it is '" + wanted + "'");
        }
    }

    private JsonNode resource(String name) {
        return resources.getOrDefault(name, Tree.ofYaml("{}"));
    }

    private JsonNode gateway() {
        return resource("StatefulSet fieldgate");
    }

    private JsonNode pod() {
        return gateway().at("/spec/template/spec");
    }

    private JsonNode container() {
        return pod().at("/containers/0");
    }
}
