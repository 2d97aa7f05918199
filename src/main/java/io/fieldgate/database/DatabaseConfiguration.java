package io.fieldgate.database;

import com.zaxxer.hikari.HikariDataSource;
import io.fieldgate.yaml.BoundFile;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Wires {@code database:}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseProperties.class, TablesProperties.class})
public class DatabaseConfiguration {
    /**
     * The pool. Not a default candidate, so that Spring Boot neither builds on it nor asks it for health: its indicator
     * would block for the pool's time-out while the database is down.
     */
    @Bean(defaultCandidate = false)
    @Conditional(HasUrl.class)
    HikariDataSource fieldgateDataSource(DatabaseProperties properties) {
        return Database.pool(properties);
    }

    @Bean
    DatabaseComponent database(
            DatabaseProperties properties,
            TablesProperties tables,
            @Qualifier("fieldgateDataSource") ObjectProvider<HikariDataSource> pool) {
        HikariDataSource available = pool.getIfAvailable();
        return new DatabaseComponent(
                available == null
                        ? null
                        : new Database(
                                available,
                                Dialect.of(properties.url()),
                                properties.poolSize(),
                                properties.batchSize(),
                                Database.BACKOFF,
                                Database.SWEEP),
                tables);
    }

    @Bean
    LiveTables liveTables(ConfigurableEnvironment environment, DatabaseComponent database) {
        return new LiveTables(BoundFile.of(environment, "tables", Path.of("config/tables.yaml")), database);
    }

    /** An empty URL, as an unset environment variable leaves it, is none. */
    static final class HasUrl implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("fieldgate.database.url", "")
                    .isEmpty();
        }
    }
}
