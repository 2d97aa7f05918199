package io.fieldgate.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.database.Sink.Message;
import io.fieldgate.yaml.BoundFile;
import io.fieldgate.yaml.LiveFile.Extent;
import io.fieldgate.yaml.LiveFile.Taken;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.StandardEnvironment;

/** Tables are configured otherwise while rows come. */
class LiveTablesTest {
    private static final String READINGS = """
            fieldgate:
              tables:
                - name: readings
                  key: [device, n]
                  evolve: add-columns
                  columns:
                    - { name: device, from: key }
                    - { name: n, type: long }
            """;
    private static final String MORE = READINGS + "        - { name: v, type: double }\n";

    @TempDir
    private Path folder;

    private String url;
    private Sink sink;
    private LiveTables file;

    @BeforeEach
    void open() throws Exception {
        url = "jdbc:h2:file:" + folder.resolve("fieldgate");
        BoundFile bound = BoundFile.of(new StandardEnvironment(), "tables", Path.of("config/tables.yaml"));
        Table table = bound.bind(READINGS, TablesProperties.class).tables().get(0);
        sink = new Sink(new DatabaseProperties(url, "sa", "", 4, 500), table);
        file = new LiveTables(bound, sink.component());
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void aColumnThatIsAddedIsWrittenFromThenOnAndNoRowIsLost() throws Exception {
        AtomicBoolean sending = new AtomicBoolean(true);
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        Thread device = new Thread(() -> {
            for (long n = 0; sending.get(); n++) {
                sent.add(sink.send(new Message("d", "{\"n\":" + n + ",\"v\":1.5}", n, n)));
            }
        });
        device.start();
        await().atMost(60, SECONDS).until(() -> count("SELECT COUNT(*) FROM \"readings\"") > 100);

        Taken taken = file.take(MORE);
        long atTheChange = count("SELECT COUNT(*) FROM \"readings\"");
        await().atMost(60, SECONDS).until(() -> count("SELECT COUNT(*) FROM \"readings\"") > atTheChange + 100);
        sending.set(false);
        device.join();

        assertThat(taken.extent()).isEqualTo(Extent.ALL);
        assertThat(taken.changed()).containsExactly("readings");
        for (CompletableFuture<Exchange> one : sent) {
            assertThat(one.get(60, SECONDS).getException()).isNull();
        }
        assertThat(count("SELECT COUNT(*) FROM \"readings\"")).isEqualTo(sent.size());
        assertThat(count("SELECT COUNT(*) FROM \"readings\" WHERE \"v\" = 1.5")).isBetween(1L, sent.size() - 100L);
        assertThat(sink.meters.get("fieldgate.database.queued").gauge().value()).isZero();
    }

    @Test
    void aColumnThatTheTableMayNotBeGivenIsToldAndTheRowsWaitUntilItMay() throws Exception {
        sink.send(new Message("d", "{\"n\":0}", 0, 0L)).get(60, SECONDS);

        var unused = file.take(MORE.replace("evolve: add-columns", "evolve: none"));
        CompletableFuture<Exchange> waiting = sink.send(new Message("d", "{\"n\":1,\"v\":2}", 1, 1L));
        await().atMost(60, SECONDS).until(() -> sink.health().getState() == State.DOWN);
        assertThat(sink.cure()).contains("ADD COLUMN");
        var unusedToo = file.take(MORE);

        // What was under way when the writers changed comes again from its source.
        Exchange first = waiting.get(60, SECONDS);
        if (first.getException() != null) {
            assertThat(sink.send(new Message("d", "{\"n\":1,\"v\":2}", 1, 1L))
                            .get(60, SECONDS)
                            .getException())
                    .isNull();
        }
        assertThat(count("SELECT COUNT(*) FROM \"readings\" WHERE \"v\" = 2")).isEqualTo(1);
        assertThat(sink.health().getState()).isEqualTo(State.UP);
    }

    @Test
    void aBadFileLeavesWhatRuns() {
        TablesProperties before = sink.component().tables();

        for (String bad : List.of(
                "", "fieldgate: [", MORE.replace("key: [device, n]", "key: [nothing]"), MORE + "      writers: 9\n")) {
            Taken taken = file.take(bad);

            assertThat(taken.extent()).as(bad).isEqualTo(Extent.EARLIER);
            assertThat(taken.problems()).as(bad).isNotEmpty();
        }
        assertThat(sink.component().tables()).isSameAs(before);
    }

    @Test
    void aTableThatIsAddedIsKnownAndOneThatIsWrittenStays() {
        String other = READINGS.replace("name: readings", "name: others");

        Taken taken = file.take(other);

        assertThat(taken.added()).containsExactly("others");
        assertThat(taken.removed()).isEmpty();
        assertThat(taken.extent()).isEqualTo(Extent.PARTLY);
        assertThat(taken.problems()).singleElement().asString().contains("'readings'", "a route has written to it");
        assertThat(file.take(READINGS).removed()).containsExactly("others");
    }

    private long count(String query) {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException notYet) {
            return 0;
        }
    }
}
