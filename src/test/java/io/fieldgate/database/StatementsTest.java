package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The words of databases that not every machine can start. */
class StatementsTest {
    private static final Table TABLE = Tables.read("""
            name: readings
            key: [device, ts]
            index: [[site]]
            keep: 90d
            columns:
              - { name: device, from: key }
              - { name: ts, type: timestamp }
              - { name: site }
              - { name: note, nullable: false }
              - { name: ok, type: boolean }
              - { name: extra, type: json }
            """);

    @Test
    void mariaDbCreatesATableWithTextsThatAnIndexTakes() {
        assertThat(new MariaDbDialect().createTable(TABLE))
                .isEqualTo(
                        "CREATE TABLE IF NOT EXISTS \"readings\" (\"device\" varchar(255) NOT NULL, \"ts\" datetime(6)"
                                + " NOT NULL, \"site\" varchar(255), \"note\" longtext NOT NULL, \"ok\" boolean, \"extra\" json,"
                                + " \"kafka_topic\" longtext, \"kafka_partition\" bigint, \"kafka_offset\" bigint,"
                                + " \"kafka_timestamp\" datetime(6) NOT NULL, PRIMARY KEY (\"device\", \"ts\"))"
                                + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    }

    @Test
    void mariaDbAsksForEveryColumnWhetherTheRecordIsNewerAndChangesItsTimeLast() throws Exception {
        String sql = sqlOf(new MariaDbDialect());

        assertThat(sql)
                .startsWith("INSERT INTO \"readings\" (\"device\", \"ts\", \"site\", \"note\", \"ok\", \"extra\","
                        + " \"kafka_topic\", \"kafka_partition\", \"kafka_offset\", \"kafka_timestamp\") VALUES"
                        + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE \"site\" = IF(\"kafka_timestamp\" IS"
                        + " NULL OR VALUES(\"kafka_timestamp\") > \"kafka_timestamp\" OR")
                .endsWith("\"kafka_timestamp\" = GREATEST(COALESCE(\"kafka_timestamp\", VALUES(\"kafka_timestamp\")),"
                        + " VALUES(\"kafka_timestamp\"))")
                .doesNotContain("\"device\" = IF", "\"ts\" = IF");
        assertThat(sql.indexOf("\"kafka_offset\" = IF")).isGreaterThan(sql.indexOf("\"kafka_partition\" = IF"));
    }

    @Test
    void mariaDbDeletesWhatIsOldAFewAtATime() {
        assertThat(new MariaDbDialect().deleteOlder(TABLE, 2_000))
                .isEqualTo("DELETE FROM \"readings\" WHERE \"ts\" < ? LIMIT 2000");
        assertThat(new MariaDbDialect().createIndex(TABLE, List.of("site")))
                .isEqualTo("CREATE INDEX \"readings_site_idx\" ON \"readings\" (\"site\")");
    }

    @Test
    void sqlServerCreatesATableInItsOwnTypes() {
        assertThat(new SqlServerDialect().createTable(TABLE))
                .startsWith("IF OBJECT_ID(N'\"readings\"') IS NULL CREATE TABLE \"readings\" (\"device\" nvarchar(200)"
                        + " COLLATE Latin1_General_100_BIN2 NOT NULL, \"ts\" datetimeoffset(6) NOT NULL, ")
                .contains("\"ok\" bit", "\"extra\" nvarchar(max)", "PRIMARY KEY (\"device\", \"ts\"))");
        assertThat(new SqlServerDialect().addColumn(TABLE, TABLE.columns().get(4)))
                .isEqualTo("ALTER TABLE \"readings\" ADD \"ok\" bit");
        assertThat(new SqlServerDialect().deleteOlder(TABLE, 2_000))
                .isEqualTo("DELETE TOP (2000) FROM \"readings\" WHERE \"ts\" < ?");
    }

    @Test
    void sqlServerMergesUnderALockAndEndsWithASemicolon() throws Exception {
        assertThat(sqlOf(new SqlServerDialect()))
                .startsWith("MERGE INTO \"readings\" WITH (HOLDLOCK) AS stored USING (VALUES (CAST(? AS nvarchar(max)),"
                        + " CAST(? AS datetimeoffset(6)), ")
                .contains(
                        "ON stored.\"device\" = incoming.\"device\" AND stored.\"ts\" = incoming.\"ts\" WHEN MATCHED AND"
                                + " (stored.\"kafka_timestamp\" IS NULL OR ",
                        "THEN UPDATE SET \"site\" = incoming.\"site\", ",
                        "WHEN NOT MATCHED THEN INSERT (\"device\", ")
                .endsWith(");");
    }

    @Test
    void timescaleMakesAHypertableOfTheTimeInTheKeyWhenItIsThere() throws Exception {
        assertThat(new PostgresDialect().afterCreation(answering(true), TABLE))
                .containsExactly("SELECT create_hypertable('\"readings\"', 'ts', if_not_exists => TRUE)");
        assertThat(new PostgresDialect().afterCreation(answering(false), TABLE)).isEmpty();
        Table withoutTime = Tables.read("""
                name: states
                key: [device]
                columns: [{ name: device, from: key }]
                """);
        assertThat(new PostgresDialect().afterCreation(answering(true), withoutTime))
                .isEmpty();
    }

    @Test
    void namesOfIndexesAreCutWithoutBecomingEachOthers() {
        String one = Identifier.shortened("a".repeat(70) + "1");
        String other = Identifier.shortened("a".repeat(70) + "2");

        assertThat(one).hasSize(63).isNotEqualTo(other);
        assertThat(Identifier.shortened("short")).isEqualTo("short");
    }

    private static String sqlOf(Dialect dialect) throws SQLException {
        List<String> prepared = new ArrayList<>();
        Connection connection = stub(Connection.class, (method, arguments) -> {
            prepared.add(String.valueOf(arguments[0]));
            return stub(PreparedStatement.class, (call, values) -> call.equals("executeBatch") ? new int[0] : null);
        });
        dialect.upsert(TABLE).execute(connection, List.of(row()));
        return prepared.get(0);
    }

    private static Row row() {
        List<@Nullable Object> values = new ArrayList<>();
        TABLE.stored().forEach(column -> values.add(null));
        return new Row(
                TABLE,
                false,
                values,
                List.of(),
                Instant.EPOCH,
                null,
                true,
                new DefaultExchange(new DefaultCamelContext()),
                done -> {});
    }

    /** A connection whose every question has this answer. */
    private static Connection answering(boolean yes) {
        return stub(
                Connection.class,
                (method, arguments) -> stub(
                        Statement.class,
                        (query, sql) -> query.equals("close")
                                ? null
                                : stub(ResultSet.class, (get, column) -> switch (get) {
                                    case "next" -> true;
                                    case "getBoolean" -> yes;
                                    default -> null;
                                })));
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
