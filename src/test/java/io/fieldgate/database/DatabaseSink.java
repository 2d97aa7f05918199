package io.fieldgate.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import io.fieldgate.contract.SinkFixture;
import io.fieldgate.fault.FaultProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** {@code database:} with a real server, in a table that numbers its rows as they come. */
public final class DatabaseSink extends CamelSink {
    private static final Table TABLE = Tables.read("""
            name: contract
            key: [device, number]
            columns:
              - { name: device, from: key }
              - { name: number, type: long }
            """);

    private final Server server;
    private final List<HikariDataSource> pools = new ArrayList<>();
    private @Nullable FaultProxy proxy;

    /** What the servers have in different ways. */
    enum Server {
        POSTGRESQL("PostgreSQL", "postgres", "bigserial", "text", "timestamptz") {
            @Override
            void start() {
                Postgres.start();
            }

            @Override
            int port() {
                return Postgres.port();
            }

            @Override
            String url(int port) {
                return Postgres.url(port);
            }
        },
        MARIADB("MariaDB", "root", "bigint AUTO_INCREMENT UNIQUE", "varchar(200)", "datetime(6)") {
            @Override
            void start() throws Exception {
                MariaDb.start();
            }

            @Override
            int port() {
                return MariaDb.port();
            }

            @Override
            String url(int port) {
                return MariaDb.url(port);
            }
        };

        private final String title;
        private final String user;
        private final String counter;
        private final String text;
        private final String time;

        Server(String title, String user, String counter, String text, String time) {
            this.title = title;
            this.user = user;
            this.counter = counter;
            this.text = text;
            this.time = time;
        }

        abstract void start() throws Exception;

        abstract int port();

        abstract String url(int port);
    }

    DatabaseSink(Server server) {
        this.server = server;
    }

    /** One of each. */
    public static List<SinkFixture> all() {
        return Stream.of(Server.values()).<SinkFixture>map(DatabaseSink::new).toList();
    }

    @Override
    public String name() {
        return server.title + " (`database:`)";
    }

    @Override
    public Map<Promise, String> cannot() {
        return Map.of(
                Promise.FULL_WINDOW,
                "so many rows wait and no more; who sends then waits for room, with a thread that reads no socket.");
    }

    @Override
    public void open() throws Exception {
        server.start();
        proxy = new FaultProxy(server.port());
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS \"contract\"");
            statement.execute("CREATE TABLE \"contract\" (\"arrival\" " + server.counter + ", \"device\" " + server.text
                    + ", \"number\" bigint, \"kafka_topic\" " + server.text + ", \"kafka_partition\" int,"
                    + " \"kafka_offset\" bigint, \"kafka_timestamp\" " + server.time
                    + ", PRIMARY KEY (\"device\", \"number\"))");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(server.port()), server.user, "");
    }

    private FaultProxy proxy() {
        return Objects.requireNonNull(proxy, "not open");
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        DatabaseProperties properties = new DatabaseProperties(server.url(proxy().port()), server.user, "", 4, 500);
        HikariDataSource pool = Sink.pool(properties);
        pools.add(pool);
        camel.addComponent(
                "database",
                new DatabaseComponent(Sink.database(pool, properties), new TablesProperties(List.of(TABLE))));
    }

    @Override
    protected String uri() {
        return "database:" + TABLE.name();
    }

    @Override
    protected void fill(Exchange exchange, Item item) {
        exchange.getMessage().setHeader(KafkaConstants.KEY, item.key().getBytes(UTF_8));
        exchange.getMessage().setBody(("{\"number\":" + item.number() + "}").getBytes(UTF_8));
    }

    /** The column takes numbers. */
    @Override
    protected void spoil(Exchange exchange) {
        exchange.getMessage().setBody("{\"number\":\"many\"}".getBytes(UTF_8));
    }

    @Override
    public List<Item> taken() throws Exception {
        List<Item> items = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT \"device\", \"number\" FROM \"contract\" ORDER BY \"arrival\"")) {
            while (rows.next()) {
                items.add(new Item(rows.getString(1), rows.getInt(2)));
            }
        }
        return items;
    }

    @Override
    public void cut() throws Exception {
        proxy().sever();
    }

    @Override
    public void restore() throws Exception {
        proxy().restore();
    }

    @Override
    public void close() throws Exception {
        pools.forEach(HikariDataSource::close);
        if (proxy != null) {
            proxy.close();
        }
    }
}
