package io.fieldgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What one writes first: a stock Camel route, Java instead of rules, and a map that forgets everything with the process.
 * {@code CamelAlerts BOOTSTRAP TOPIC ALERTS GROUP}.
 */
final class CamelAlerts {
    private static final String BYTES = "org.apache.kafka.common.serialization.ByteArray";
    private static final long SILENCE_MILLIS = 3_600_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Device> DEVICES = new ConcurrentHashMap<>();

    private CamelAlerts() {}

    /** What is remembered of one. */
    private static final class Device {
        private boolean hot;
        private boolean silent;
        private int shaking;
        private double temperature = Double.NaN;
        private double sum;
        private long count;
        private long last;
    }

    public static void main(String[] arguments) throws Exception {
        String from = "kafka:" + arguments[1] + "?brokers=" + arguments[0] + "&groupId=" + arguments[3]
                + "&autoOffsetReset=earliest&keyDeserializer=" + BYTES + "Deserializer&valueDeserializer=" + BYTES
                + "Deserializer&maxPollRecords=500&autoCommitIntervalMs=100";
        String to = "kafka:" + arguments[2] + "?brokers=" + arguments[0] + "&keySerializer=" + BYTES
                + "Serializer&valueSerializer=" + BYTES + "Serializer";
        // Ended by the end of the process.
        @SuppressWarnings("resource")
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).process(CamelAlerts::judge).split(body()).to(to);
                from("timer:silence?period=1000")
                        .process(CamelAlerts::lookForSilence)
                        .split(body())
                        .to(to);
            }
        });
        camel.start();
        Parent.serve(arguments[1], camel::stop);
    }

    private static void judge(Exchange exchange) throws IOException {
        String key =
                new String(exchange.getMessage().getHeader(KafkaConstants.KEY, byte[].class), StandardCharsets.UTF_8);
        JsonNode payload = JSON.readTree(exchange.getMessage().getBody(byte[].class));
        double temperature = payload.path("temperature").doubleValue();
        List<byte[]> alerts = new ArrayList<>();
        Device device = DEVICES.computeIfAbsent(key, first -> new Device());
        synchronized (device) {
            if (!device.hot && temperature > 90) {
                device.hot = true;
                alerts.add(alert("firing", "hot", key));
            } else if (device.hot && temperature < 80) {
                device.hot = false;
                alerts.add(alert("resolved", "hot", key));
            }
            device.shaking = payload.path("vibration").doubleValue() > 5 ? device.shaking + 1 : 0;
            if (device.shaking == 3) {
                alerts.add(alert("firing", "shaking", key));
            }
            if (temperature - device.temperature > 1000) {
                alerts.add(alert("firing", "rising", key));
            }
            device.temperature = temperature;
            device.sum += temperature;
            device.count++;
            if (device.sum / device.count > 95) {
                alerts.add(alert("firing", "warm", key));
            }
            device.last = System.currentTimeMillis();
            device.silent = false;
        }
        exchange.getMessage().setBody(alerts);
    }

    private static void lookForSilence(Exchange exchange) {
        long latest = System.currentTimeMillis() - SILENCE_MILLIS;
        List<byte[]> alerts = new ArrayList<>();
        DEVICES.forEach((key, device) -> {
            synchronized (device) {
                if (!device.silent && device.last < latest) {
                    device.silent = true;
                    alerts.add(alert("firing", "silent", key));
                }
            }
        });
        exchange.getMessage().setBody(alerts);
    }

    private static byte[] alert(String event, String rule, String key) {
        return ("{\"event\":\"" + event + "\",\"rule\":\"" + rule + "\",\"key\":\"" + key + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
