package io.fieldgate.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The connection of {@code database:}.
 *
 * @param url a JDBC URL of a database that {@link Dialect} knows; empty when no route writes to one
 * @param username the database user
 * @param password its password; never printed
 * @param poolSize the most connections at a time, at least 1; each writer of a table needs one
 * @param batchSize the most rows in a transaction, 1 to 10,000
 */
@ConfigurationProperties("fieldgate.database")
public record DatabaseProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("4") int poolSize,
        @DefaultValue("2000") int batchSize) {
    private static final int LARGEST_BATCH = 10_000;

    public DatabaseProperties {
        if (!url.isEmpty()) {
            Dialect.of(url);
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException(
                    "fieldgate.database.pool-size: " + poolSize + " is not allowed, allowed is 1 or more.");
        }
        if (batchSize < 1 || batchSize > LARGEST_BATCH) {
            throw new IllegalArgumentException("fieldgate.database.batch-size: " + batchSize
                    + " is not allowed, allowed is 1 to " + LARGEST_BATCH + ".");
        }
    }

    /** The URL without its parameters, where a password may hide. */
    String address() {
        return url.replaceFirst("[?;].*", "");
    }

    @Override
    public String toString() {
        return "DatabaseProperties[url=" + address() + ", username=" + username + ", poolSize=" + poolSize
                + ", batchSize=" + batchSize + "]";
    }
}
