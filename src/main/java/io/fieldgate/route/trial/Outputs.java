package io.fieldgate.route.trial;

import io.fieldgate.bridge.BridgeTrial;
import io.fieldgate.database.DatabaseTrial.TriedRow;
import io.fieldgate.mqtt.MqttTrial;
import io.fieldgate.notify.WebhookTrial;
import io.fieldgate.route.trial.Output.Kind;
import io.fieldgate.topic.TopicTrial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.MessageHelper;
import org.jspecify.annotations.Nullable;

/** Collects what comes out at the ends of routes. Any thread. */
final class Outputs {
    private final List<Output> all = new ArrayList<>();
    /** Who stores a dead letter at the moment; null: nobody. */
    private volatile @Nullable Thread burying;

    synchronized void add(Output output) {
        all.add(output);
    }

    /** What has come since the last call. */
    synchronized List<Output> take() {
        List<Output> taken = List.copyOf(all);
        all.clear();
        return taken;
    }

    /** Records that this thread stores meanwhile are dead letters. */
    <T> T burying(Supplier<T> put) {
        burying = Thread.currentThread();
        try {
            return put.get();
        } finally {
            burying = null;
        }
    }

    void stored(TopicTrial.Stored record) {
        Map<String, String> fields = new LinkedHashMap<>();
        boolean dead = burying == Thread.currentThread();
        if (dead) {
            fields.put("code", String.valueOf(record.headers().get("fg.dlq.code")));
            fields.put("message", String.valueOf(record.headers().get("fg.dlq.exception.message")));
        }
        if (record.key() != null) {
            fields.put("key", record.key());
        }
        fields.put("timestamp", Moments.text(record.timestamp()));
        add(new Output(dead ? Kind.DEAD_LETTER : Kind.TOPIC, record.topic(), fields, record.headers(), record.value()));
    }

    void published(MqttTrial.Published message) {
        add(new Output(
                Kind.PUBLISH,
                message.topic(),
                Map.of("qos", Integer.toString(message.qos()), "retained", Boolean.toString(message.retained())),
                message.headers(),
                message.payload()));
    }

    void row(TriedRow row) {
        Map<String, String> columns = new LinkedHashMap<>();
        row.columns().forEach((name, value) -> {
            if (value != null) {
                columns.put(name, value.toString());
            }
        });
        add(new Output(Kind.ROW, row.table(), row.deletes() ? Map.of("deleted", "true") : Map.of(), columns, null));
    }

    void posted(WebhookTrial.Posted request) {
        add(new Output(Kind.TO, "webhook:" + request.webhook(), Map.of(), request.headers(), request.body()));
    }

    void given(BridgeTrial.Sent message) {
        add(new Output(Kind.TO, message.to(), Map.of(), texts(message.headers()), message.body()));
    }

    void sent(String endpoint, Exchange exchange) {
        add(new Output(Kind.TO, endpoint, Map.of(), headers(exchange.getMessage()), body(exchange)));
    }

    static Map<String, String> headers(Message message) {
        return texts(message.getHeaders());
    }

    private static Map<String, String> texts(Map<String, Object> headers) {
        Map<String, String> texts = new TreeMap<>();
        headers.forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? Output.text(bytes) : String.valueOf(value);
    }

    /** Null when there is none. */
    static byte @Nullable [] body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return null;
        }
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        MessageHelper.resetStreamCache(exchange.getMessage());
        return bytes == null ? body.toString().getBytes(StandardCharsets.UTF_8) : bytes;
    }
}
