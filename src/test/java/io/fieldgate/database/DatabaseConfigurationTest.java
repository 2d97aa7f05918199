package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.ServerSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.jdbc.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseConfigurationTest {
    private static final String[] TABLE = {
        "fieldgate.tables[0].name=readings", "fieldgate.tables[0].columns[0].name=note"
    };

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class))
            .withUserConfiguration(DatabaseConfiguration.class)
            .withPropertyValues(TABLE)
            .withPropertyValues("camel.main.run-controller=false");

    @Test
    void aRouteWithoutADatabaseNamesThePropertyToSet() {
        application.withPropertyValues("fieldgate.database.url=").run(context -> {
            CamelContext camel = context.getBean(CamelContext.class);

            assertThat(context).doesNotHaveBean(HikariDataSource.class);
            assertThatThrownBy(() -> camel.addRoutes(route("database:readings")))
                    .rootCause()
                    .hasMessageContaining("Set fieldgate.database.url to a JDBC URL");
        });
    }

    @Test
    void aRouteToAnUnknownTableNamesTheKnownOnes() {
        application
                .withPropertyValues("fieldgate.database.url=jdbc:h2:mem:unused")
                .run(context -> {
                    CamelContext camel = context.getBean(CamelContext.class);

                    assertThatThrownBy(() -> camel.addRoutes(route("database:reading")))
                            .rootCause()
                            .hasMessageContaining("there is no table 'reading'")
                            .hasMessageContaining("[readings]");
                });
    }

    @Test
    void moreWritersThanConnectionsAreRefused() {
        application
                .withPropertyValues("fieldgate.database.url=jdbc:h2:mem:unused", "fieldgate.tables[0].writers=5")
                .run(context -> {
                    CamelContext camel = context.getBean(CamelContext.class);

                    assertThatThrownBy(() -> camel.addRoutes(route("database:readings")))
                            .rootCause()
                            .hasMessageContaining("5 writers need a connection each")
                            .hasMessageContaining("fieldgate.database.pool-size is 4");
                });
    }

    @Test
    void theGatewayStartsWhileTheDatabaseIsDown() {
        application
                .withPropertyValues("fieldgate.database.url=jdbc:postgresql://127.0.0.1:" + closedPort() + "/x")
                .run(context -> {
                    CamelContext camel = context.getBean(CamelContext.class);
                    camel.addRoutes(route("database:readings"));

                    assertThat(camel.getRouteController().getRouteStatus("r").isStarted())
                            .isTrue();
                    HealthCheck check = HealthCheckRegistry.get(camel)
                            .getCheck("database-readings")
                            .orElseThrow();
                    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
                    assertThat(check.isLiveness()).isFalse();
                });
    }

    @Test
    void springBootBuildsNothingOnThePool() {
        application
                .withConfiguration(AutoConfigurations.of(
                        JdbcTemplateAutoConfiguration.class,
                        HealthContributorAutoConfiguration.class,
                        DataSourceHealthContributorAutoConfiguration.class))
                .withPropertyValues("fieldgate.database.url=jdbc:h2:mem:unused")
                .run(context -> {
                    assertThat(context).hasSingleBean(HikariDataSource.class).doesNotHaveBean(JdbcTemplate.class);
                    assertThat(context.getBeansOfType(HealthContributor.class))
                            .doesNotContainKey("dbHealthContributor");
                    assertThat(context.getBean(HikariDataSource.class).isRunning())
                            .isFalse();
                });
    }

    @Test
    void wrongValuesAreRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> new DatabaseProperties("jdbc:mysql://h/d", "", "", 4, 500))
                .hasMessage("fieldgate.database.url begins with 'jdbc:mysql:', allowed are jdbc:postgresql:, jdbc:h2:,"
                        + " jdbc:sqlite:, jdbc:mariadb: (for MySQL too) and jdbc:sqlserver:.");
        assertThatThrownBy(() -> new DatabaseProperties("", "", "", 0, 500))
                .hasMessageContaining("allowed is 1 or more");
        assertThatThrownBy(() -> new DatabaseProperties("", "", "", 4, 0))
                .hasMessageContaining("allowed is 1 to 10000");
    }

    @Test
    void neverPrintsAPassword() {
        DatabaseProperties properties = new DatabaseProperties(
                "jdbc:postgresql://db/telemetry?password=s3cret&ssl=true", "gateway", "s3cret", 4, 500);

        assertThat(properties.toString()).contains("db/telemetry", "gateway").doesNotContain("s3cret");
    }

    private static RouteBuilder route(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("r").to(uri);
            }
        };
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
