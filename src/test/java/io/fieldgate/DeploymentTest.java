package io.fieldgate;

import static io.fieldgate.Deployment.APPLICATION;
import static io.fieldgate.Deployment.COMPOSE;
import static io.fieldgate.Deployment.DOCKERFILE;
import static io.fieldgate.Deployment.DOCKERIGNORE;
import static io.fieldgate.Deployment.GATEWAY;
import static io.fieldgate.Deployment.KUSTOMIZATION;
import static io.fieldgate.Deployment.MOSQUITTO;
import static io.fieldgate.Deployment.NETWORK;
import static io.fieldgate.Deployment.POM;
import static io.fieldgate.Deployment.SCALING;
import static io.fieldgate.Deployment.SYSTEMD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** docker-compose.yml, Dockerfile and deploy/, which no engine runs in the build. */
class DeploymentTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @Test
    void holdsTogether() throws Exception {
        assertThat(Deployment.of(PROJECT).complaints()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("spoilt")
    void complainsAbout(String file, String found, String replacement, String complaints) throws Exception {
        Deployment spoilt = Deployment.of(PROJECT).with(file, found, replacement);

        assertThat(spoilt.complaints())
                .containsExactlyElementsOf(complaints.lines().toList());
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                compose(
                        "restart: unless-stopped",
                        "restrat: unless-stopped",
                        "schema: /services/fieldgate: property 'restrat' is not defined in the schema and the schema"
                                + " does not allow additional properties"),
                compose(
                        "cap_drop: [ALL]",
                        "cap_drop: ALL",
                        "schema: /services/fieldgate/cap_drop: string found, array expected"),
                compose("./routes:", "./routen:", "fieldgate: mounts './routen', which the project does not have"),
                compose("./routes:", "/etc:", "fieldgate: mounts '/etc', which the project does not have"),
                compose("build: .", "build: src", "fieldgate: build context 'src' has no Dockerfile"),
                compose(
                        "FIELDGATE_DATABASE_USERNAME: fieldgate",
                        "FIELDGATE_DATABASE_USERNAME: fieldgate\n      FIELDGATE_MQTT_CLIENT_ID: gateway",
                        "fieldgate: FIELDGATE_MQTT_CLIENT_ID sets no key that exists"),
                compose(
                        "      SERVER_ADDRESS:",
                        "      SERVER_ADRESS:",
                        "fieldgate: SERVER_ADRESS sets no key that exists"),
                compose(
                        "MANAGEMENT_SERVER_ADDRESS",
                        "MANAGEMENT_ADDRESS",
                        "fieldgate: MANAGEMENT_ADDRESS sets no key that exists"),
                compose(
                        "eclipse-mosquitto:2.0.22",
                        "eclipse-mosquitto",
                        "mosquitto: image 'eclipse-mosquitto' has no fixed version"),
                compose(
                        "eclipse-mosquitto:2.0.22",
                        "eclipse-mosquitto:latest",
                        "mosquitto: image 'eclipse-mosquitto:latest' has no fixed version"),
                compose(
                        "image: fieldgate:0.1.0",
                        "image: fieldgate:0.0.9",
                        "fieldgate: image is 'fieldgate:0.0.9', by the project it is 'fieldgate:0.1.0'"),
                arguments(
                        POM,
                        "<kafka.version>4.2.2<",
                        "<kafka.version>4.2.3<",
                        "docker-compose.yml: kafka: image is 'apache/kafka:4.2.2', by the project it is 'apache/kafka:4.2.3'"),
                arguments(
                        POM,
                        "binaries.version>17.11.0<",
                        "binaries.version>18.6.0<",
                        "docker-compose.yml: postgres: image is 'postgres:17.11', by the project it is 'postgres:18.6'"),
                compose(
                        "127.0.0.1:${MQTT_PORT:-1883}:1883",
                        "${MQTT_PORT:-1883}:1883",
                        "mosquitto: port '1883:1883' is not published on 127.0.0.1"),
                compose(
                        "127.0.0.1:${MQTT_PORT:-1883}:1883",
                        "0.0.0.0:1883:1883",
                        "mosquitto: port '0.0.0.0:1883:1883' is not published on 127.0.0.1"),
                compose(
                        "      kafka:\n        condition",
                        "      kafkas:\n        condition",
                        "fieldgate: depends on 'kafkas', which is no service"),
                compose(
                        "      test: [CMD, pg_isready,",
                        "      x-test: [CMD, pg_isready,",
                        "fieldgate: waits for the health of 'postgres', which has no health check"),
                compose(
                        "condition: service_healthy",
                        "condition: service_started",
                        "fieldgate: does not wait for the health of 'mosquitto'"),
                compose(
                        "POSTGRES_PASSWORD: ${FIELDGATE_DATABASE_PASSWORD:?choose one, see the top of docker-compose.yml}",
                        "POSTGRES_PASSWORD: fieldgate",
                        "postgres: POSTGRES_PASSWORD has a default; whoever starts it must choose one"),
                compose(
                        "PASSWORD:?choose one",
                        "PASSWORD:-choose one",
                        "fieldgate: FIELDGATE_DATABASE_PASSWORD has a default; whoever starts it must choose one"),
                compose(
                        "      POSTGRES_USER:",
                        "      PGTZ: ${ZONE}\n      POSTGRES_USER:",
                        "variable ZONE: has no default, and its absence is no error"),
                compose(
                        "      POSTGRES_USER:",
                        "      PGTZ: ${ZONE:?choose one}\n      POSTGRES_USER:",
                        "variable ZONE: is required, but the top of the file does not say how to set it"),
                compose("  kafka-data:\n", "", "kafka: volume 'kafka-data' is not declared"),
                compose(
                        "  kafka-data:\n",
                        "  kafka-data:\n  spare:\n",
                        "volume spare: is declared, but no service mounts it"),
                compose(
                        "curl, -fsS, \"http://localhost:8081",
                        "curl, -fsS, \"http://localhost:8080",
                        "fieldgate: health check is 'http://localhost:8080/actuator/health/readiness', by the project it is"
                                + " 'http://localhost:8081/actuator/health/readiness'"),
                compose(
                        "PORT:-8080}:8080",
                        "PORT:-8080}:80",
                        "fieldgate: publishes [80, 8081], but listens on [8080, 8081]"),
                compose(
                        "BOOTSTRAPSERVERS: kafka:19092",
                        "BOOTSTRAPSERVERS: kafka:9092",
                        "kafka: advertises 'INSIDE://kafka:19092,OUTSIDE://localhost:9092', but the gateway looks for"
                                + " 'kafka:9092'"),
                compose(
                        "POSTGRES_USER: fieldgate",
                        "POSTGRES_USER: postgres",
                        "fieldgate: FIELDGATE_DATABASE_USERNAME is 'fieldgate', by the project it is 'postgres'"),
                arguments(
                        MOSQUITTO,
                        "listener 1883",
                        "listener 1884",
                        "docker-compose.yml: fieldgate: FIELDGATE_MQTT_URL is 'tcp://mosquitto:1883', by the project it is"
                                + " 'tcp://mosquitto:1884'"),
                arguments(
                        MOSQUITTO,
                        "persistence_location /mosquitto/data/",
                        "persistence_location /tmp/",
                        "docker-compose.yml: mosquitto: keeps its messages in '/tmp', which is no volume"),
                arguments(
                        DOCKERFILE,
                        "COPY src src",
                        "COPY source src",
                        "Dockerfile: copies 'source', which the project does not have"),
                arguments(DOCKERIGNORE, "!routes\n", "", "Dockerfile: copies 'routes', which .dockerignore leaves out"),
                arguments(
                        DOCKERIGNORE,
                        "!pom.xml\n",
                        "!pom.xml\n*.xml\n",
                        "Dockerfile: copies 'pom.xml', which .dockerignore leaves out"),
                arguments(
                        DOCKERFILE,
                        "\"-cp\", \"fieldgate.jar:lake/*\"",
                        "\"-cp\", \"gateway.jar:lake/*\"",
                        "Dockerfile: ENTRYPOINT names 'gateway.jar', the build makes 'fieldgate.jar'"),
                arguments(
                        DOCKERFILE,
                        "--from=build /build/layers/application/",
                        "--from=builder /build/layers/application/",
                        "Dockerfile: copies from 'builder', which is no stage before it"),
                arguments(
                        DOCKERFILE,
                        "FROM eclipse-temurin:17-jre-noble",
                        "FROM eclipse-temurin:11-jre-noble",
                        "Dockerfile: 'FROM eclipse-temurin:11-jre-noble' names no image of Java 17"),
                arguments(DOCKERFILE, "USER fieldgate\n", "", "Dockerfile: has no USER, the gateway would run as root"),
                arguments(
                        DOCKERFILE,
                        "EXPOSE 8080 8081",
                        "EXPOSE 8080",
                        "Dockerfile: exposes [8080], but the gateway listens on [8080, 8081]"),
                arguments(
                        DOCKERFILE,
                        "http://localhost:8081/",
                        "http://localhost:8080/",
                        "Dockerfile: its health check does not ask http://localhost:8081/actuator/health/readiness"),
                arguments(
                        GATEWAY,
                        "podManagementPolicy",
                        "podManagement",
                        "deploy/kubernetes/gateway.yaml: Unrecognized field \"podManagement\""),
                arguments(
                        GATEWAY,
                        "readOnlyRootFilesystem: true",
                        "readOnlyRoot: true",
                        "deploy/kubernetes/gateway.yaml: Unrecognized field \"readOnlyRoot\""),
                arguments(NETWORK, "kind: NetworkPolicy", "kind: NetworkRule", """
                        deploy/kubernetes/network.yaml: there is no 'networking.k8s.io/v1 NetworkRule'
                        deploy/kubernetes/: NetworkPolicy fieldgate/spec/podSelector/matchLabels is , the pods have \
                        {"app.kubernetes.io/name":"fieldgate"}"""),
                arguments(
                        KUSTOMIZATION,
                        "      - ../../routes/plant-telemetry.camel.yaml\n",
                        "",
                        "deploy/kubernetes/kustomization.yaml: fieldgate-routes holds [routes/drop-folder.camel.yaml,"
                                + " routes/http-telemetry.camel.yaml, routes/telemetry-to-database.camel.yaml], the project"
                                + " ships [routes/drop-folder.camel.yaml, routes/http-telemetry.camel.yaml,"
                                + " routes/plant-telemetry.camel.yaml, routes/telemetry-to-database.camel.yaml]"),
                arguments(
                        KUSTOMIZATION,
                        "FIELDGATE_MQTT_URL",
                        "FIELDGATE_MQTT_URI",
                        "deploy/kubernetes/gateway.yaml: FIELDGATE_MQTT_URI sets no key that exists"),
                arguments(KUSTOMIZATION, "- scaling.yaml", "- scale.yaml", """
                        deploy/kubernetes/kustomization.yaml: names 'scale.yaml', which is not there
                        deploy/kubernetes/: scaleTargetRef is '', by the project it is 'fieldgate'
                        deploy/kubernetes/: the group '' is that of no shipped route"""),
                arguments(
                        GATEWAY,
                        "name: fieldgate-config",
                        "name: fieldgate-configuration",
                        "deploy/kubernetes/gateway.yaml: mounts the ConfigMap 'fieldgate-configuration', which nobody makes"),
                arguments(
                        GATEWAY,
                        "terminationGracePeriodSeconds: 60",
                        "terminationGracePeriodSeconds: 30",
                        "deploy/kubernetes/: terminationGracePeriodSeconds is '30', by the project it is '60'"),
                arguments(
                        GATEWAY,
                        "- { name: data, mountPath: /app/data }",
                        "",
                        "deploy/kubernetes/: volumes is '[config, data, routes, secrets, temporary, tokens, users]', by the project it"
                                + " is '[config, routes, secrets, temporary, tokens, users]'"),
                arguments(
                        SCALING,
                        "maxReplicaCount: 6",
                        "maxReplicaCount: 12",
                        "deploy/kubernetes/: maxReplicaCount is '12', by the project it is '6'"),
                arguments(
                        SCALING,
                        "fieldgate.telemetry-to-database",
                        "fieldgate.telemetry",
                        "deploy/kubernetes/: the group 'fieldgate.telemetry' is that of no shipped route"),
                arguments(
                        SYSTEMD,
                        "Environment=FIELDGATE_ALERTS_STATEFOLDER=/var/lib/fieldgate/",
                        "Environment=FIELDGATE_ALERTS_STATEFOLDER=/var/lib/",
                        "deploy/systemd/fieldgate.service: FIELDGATE_ALERTS_STATEFOLDER is not in /var/lib/fieldgate/, where"
                                + " alone the service may write"),
                arguments(
                        SYSTEMD,
                        "Environment=FIELDGATE_INTAKE_ROOT=/var/lib/fieldgate/intake\n",
                        "",
                        "deploy/systemd/fieldgate.service: FIELDGATE_INTAKE_ROOT is not set, and its default is in data/,"
                                + " where the service may not write"),
                arguments(
                        SYSTEMD,
                        "Environment=FIELDGATE_JAFKA_CHECKPOINTS=/var/lib/fieldgate/checkpoints\n",
                        "",
                        "deploy/systemd/fieldgate.service: FIELDGATE_JAFKA_CHECKPOINTS is not set, and its default is in"
                                + " data/, where the service may not write"),
                arguments(
                        SYSTEMD,
                        "TimeoutStopSec=60",
                        "TimeoutStopSec=90",
                        "deploy/systemd/fieldgate.service: TimeoutStopSec is [90], docker-compose.yml grants 60s"));
    }

    private static Arguments compose(String found, String replacement, String complaint) {
        return arguments(COMPOSE, found, replacement, COMPOSE + ": " + complaint);
    }

    @Test
    void noticesThatTheManagementPortWasMoved() throws Exception {
        Deployment moved = Deployment.of(PROJECT).with(APPLICATION, "port: 8081", "port: 9081");

        assertThat(moved.complaints())
                .containsExactly(
                        "docker-compose.yml: fieldgate: publishes [8080, 8081], but listens on [8080, 9081]",
                        "docker-compose.yml: fieldgate: health check is"
                                + " 'http://localhost:8081/actuator/health/readiness', by the project it is"
                                + " 'http://localhost:9081/actuator/health/readiness'",
                        "Dockerfile: exposes [8080, 8081], but the gateway listens on [8080, 9081]",
                        "Dockerfile: its health check does not ask"
                                + " http://localhost:9081/actuator/health/readiness",
                        "deploy/kubernetes/: ports is '{http=8080, management=8081}', by the project it is"
                                + " '{http=8080, management=9081}'");
    }
}
