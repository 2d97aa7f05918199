package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;

/** Who ends later waits longer: routes have 20 s, the application 40 s, and whoever started it grants 60 s. */
class ShutdownOrderTest {
    private static final Duration ROUTES = Duration.ofSeconds(20);
    private static final Duration APPLICATION = Duration.ofSeconds(40);
    private static final Duration MANAGER = Duration.ofSeconds(60);

    @Test
    void routesEndBeforeTheApplicationDoes() throws Exception {
        JsonNode defaults = Tree.ofYaml(Files.readString(Path.of("src/main/resources/application.yaml")));

        assertThat(Duration.ofSeconds(
                        defaults.at("/camel/main/shutdown-timeout").asLong()))
                .isEqualTo(ROUTES);
        assertThat(DurationStyle.detectAndParse(defaults.at("/spring/lifecycle/timeout-per-shutdown-phase")
                        .asText()))
                .isEqualTo(APPLICATION);
        assertThat(ROUTES).isLessThan(APPLICATION);
    }

    @Test
    void everyContainerOfAGatewayIsGrantedMoreThanTheApplicationTakes() throws Exception {
        JsonNode services =
                Tree.ofYaml(Files.readString(Path.of("docker-compose.yml"))).path("services");

        assertThat(services.path("fieldgate").isMissingNode()).isFalse();
        services.properties().stream()
                .filter(service -> service.getValue().has("build"))
                .forEach(service -> assertThat(DurationStyle.detectAndParse(
                                service.getValue().path("stop_grace_period").asText("0s")))
                        .as(service.getKey())
                        .isGreaterThanOrEqualTo(MANAGER));
        assertThat(APPLICATION).isLessThan(MANAGER);
    }
}
