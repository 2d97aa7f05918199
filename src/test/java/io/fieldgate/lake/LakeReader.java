package io.fieldgate.lake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads a lake with DuckDB, which shares no code with what has written it. */
public final class LakeReader {
    private final Path table;

    /** @param table its folder */
    public LakeReader(Path table) {
        this.table = table;
    }

    /**
     * The rows of a query, their values parted by '|'.
     *
     * @param sql with FILES for all that is there
     */
    public List<String> query(String sql) throws Exception {
        if (files().isEmpty()) {
            return List.of();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = result(statement, sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    private ResultSet result(Statement statement, String sql) throws SQLException {
        var unused = statement.execute("SET TimeZone = 'UTC'");
        return statement.executeQuery(
                sql.replace(
                        "FILES",
                        "read_parquet('" + table
                                + "/date=*/topic=*/*.parquet', hive_partitioning = true, filename = true, file_row_number = true)"));
    }

    /** How many rows there are, and how many records they are of. */
    public String rowsAndRecords() throws Exception {
        List<String> found =
                query("SELECT count(*), count(DISTINCT (kafka_topic, kafka_partition, kafka_offset)) FROM FILES");
        return found.isEmpty() ? "0|0" : found.get(0);
    }

    /** What anybody may read. */
    List<Path> files() throws Exception {
        return named(".parquet");
    }

    /** Of what anybody may read. */
    long bytes() throws Exception {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** What nobody may. */
    List<Path> drafts() throws Exception {
        return named(CommitLog.DRAFT);
    }

    private List<Path> named(String end) throws Exception {
        if (!Files.exists(table)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}
