package io.fieldgate.bench;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Stock Camel, with the options that a careful user sets: a session that outlives the connection, bytes instead of
 * strings, Fieldgate's compression and lingering. {@code manualAcksEnabled} comes as the last argument.
 */
final class CamelRoute {
    private CamelRoute() {}

    public static void main(String[] arguments) throws Exception {
        Target target = Target.of(arguments);
        String from = "paho-mqtt5:" + Load.SUBSCRIPTION + "?brokerUrl=" + target.mqtt() + "&clientId="
                + target.clientId() + "&qos=1&cleanStart=false&sessionExpiryInterval="
                + Target.SESSION_EXPIRY_SECONDS + "&manualAcksEnabled=" + arguments[arguments.length - 1];
        String bytes = "org.apache.kafka.common.serialization.ByteArraySerializer";
        String to = "kafka:" + target.topic() + "?brokers=" + target.bootstrapServers() + "&keySerializer=" + bytes
                + "&valueSerializer=" + bytes + "&compressionCodec=lz4&lingerMs=5";
        // Ended by the end of the process.
        @SuppressWarnings("resource")
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .process(exchange -> exchange.getMessage()
                                .setHeader(
                                        KafkaConstants.KEY,
                                        Records.key(exchange.getMessage()
                                                .getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class))))
                        .to(to);
            }
        });
        camel.start();
        Parent.serve(target.topic());
    }
}
