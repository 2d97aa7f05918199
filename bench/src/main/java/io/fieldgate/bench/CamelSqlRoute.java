package io.fieldgate.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Stock Camel, {@code kafka:} to {@code sql:}, a statement for each record. {@code CamelSqlRoute BOOTSTRAP TOPIC URL}. */
final class CamelSqlRoute {
    private CamelSqlRoute() {}

    public static void main(String[] arguments) throws Exception {
        String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        String from = "kafka:" + arguments[1] + "?brokers=" + arguments[0] + "&groupId=" + arguments[1]
                + "&autoOffsetReset=earliest&keyDeserializer=" + bytes + "&valueDeserializer=" + bytes
                + "&maxPollRecords=500";
        // Ended by the end of the process.
        @SuppressWarnings("resource")
        DefaultCamelContext camel = new DefaultCamelContext();
        SqlComponent sql = new SqlComponent();
        sql.setDataSource(pool(arguments[2]));
        camel.addComponent("sql", sql);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .process(exchange -> {
                            var message = exchange.getMessage();
                            message.setBody(Arrays.asList(TelemetryTable.values(new ConsumerRecord<>(
                                    message.getHeader(KafkaConstants.TOPIC, String.class),
                                    message.getHeader(KafkaConstants.PARTITION, Integer.class),
                                    message.getHeader(KafkaConstants.OFFSET, Long.class),
                                    message.getHeader(KafkaConstants.KEY, byte[].class),
                                    message.getBody(byte[].class)))));
                        })
                        .to("sql:" + TelemetryTable.UPSERT.replace('?', '#'));
            }
        });
        camel.start();
        Parent.serve(arguments[1]);
    }

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(2);
        return pool;
    }
}
