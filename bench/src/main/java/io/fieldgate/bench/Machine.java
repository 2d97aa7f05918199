package io.fieldgate.bench;

import com.hivemq.client.mqtt.MqttClient;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static String describe() {
        return "%d cores, %s, %s %s, JDK %s, %s; %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        model(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version(),
                        ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .map(GarbageCollectorMXBean::getName)
                                .collect(Collectors.joining(" and ")),
                        Stream.of(
                                        KafkaProducer.class,
                                        PahoMqtt5Component.class,
                                        MqttAsyncClient.class,
                                        MqttDecoder.class,
                                        MqttClient.class)
                                .map(Machine::jar)
                                .collect(Collectors.joining(", ")));
    }

    /** The jar's name says what it is and in which version. */
    private static String jar(Class<?> part) {
        Path jar =
                Path.of(part.getProtectionDomain().getCodeSource().getLocation().getPath());
        return String.valueOf(jar.getFileName()).replace(".jar", "");
    }

    private static String model() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }
}
