package io.fieldgate.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller as one writes it by hand: JSON or an array of it becomes records, and the answer comes when Kafka has
 * acknowledged all; no thread waits for that. No tokens, no limits, no record headers, no metrics, nothing about keys that
 * come twice. {@code MvcGateway BOOTSTRAP TOPIC PORT}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
})
@RestController
class MvcGateway {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final ObjectMapper json;

    MvcGateway(
            @Value("${bench.bootstrap-servers}") String bootstrapServers,
            @Value("${bench.topic}") String topic,
            ObjectMapper json) {
        this.producer = Target.producer(bootstrapServers);
        this.topic = topic;
        this.json = json;
    }

    public static void main(String[] arguments) throws IOException {
        var unused = SpringApplication.run(
                MvcGateway.class,
                // Fieldgate's own configuration is on the class path too.
                "--spring.config.name=none",
                "--spring.main.banner-mode=off",
                "--server.address=127.0.0.1",
                "--bench.bootstrap-servers=" + arguments[0],
                "--bench.topic=" + arguments[1],
                "--server.port=" + arguments[2]);
        Parent.serve(arguments[1]);
    }

    @PostMapping("/v1/telemetry/{device}")
    CompletableFuture<ResponseEntity<Map<String, Integer>>> post(
            @PathVariable("device") String device, @RequestBody JsonNode body) throws JsonProcessingException {
        byte[] key = device.getBytes(StandardCharsets.UTF_8);
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (JsonNode reading : body.isArray() ? body : List.of(body)) {
            sent.add(send(key, json.writeValueAsBytes(reading)));
        }
        return CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0]))
                .handle((done, failure) -> failure == null
                        ? ResponseEntity.accepted().body(Map.of("stored", sent.size()))
                        : ResponseEntity.status(503).build());
    }

    private CompletableFuture<?> send(byte[] key, byte[] value) {
        CompletableFuture<Object> stored = new CompletableFuture<>();
        var unused = producer.send(new ProducerRecord<>(topic, key, value), (metadata, failure) -> {
            if (failure == null) {
                stored.complete(metadata);
            } else {
                stored.completeExceptionally(failure);
            }
        });
        return stored;
    }
}
