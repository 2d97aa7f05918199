package io.fieldgate.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records of the topic {@code alerts}, as the alert engine writes them; {@link AlertTest} holds them to that. */
public final class AlertRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AlertRecords() {}

    public static String fingerprint(String rule, String device) {
        return Sha256.hex((rule + "\n" + device).getBytes(StandardCharsets.UTF_8))
                .substring(0, 16);
    }

    /** The same alert, of a rule with a key. */
    public static byte[] keyed(byte[] json) {
        return new String(json, StandardCharsets.UTF_8)
                .replace("\"key\":", "\"keyed_by\":\"payload.line\",\"key\":")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] json(
            String event,
            String rule,
            String device,
            String severity,
            Instant since,
            Instant at,
            List<String> receivers) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fingerprint", fingerprint(rule, device));
        json.put("episode", fingerprint(rule, device) + "-" + since.toEpochMilli());
        json.put("event", event);
        json.put("state", Set.of("escalated", "changed").contains(event) ? "firing" : event);
        json.put("rule", rule);
        json.put("rule_version", "0123456789ab");
        json.put("topic", "telemetry");
        json.put("key", device);
        json.put("severity", severity);
        json.put("since", since.toString());
        json.put("at", at.toString());
        json.put("fired_at", event.equals("pending") ? null : since.toString());
        json.put("value", 81.5);
        json.put("labels", Map.of("area", "north"));
        json.put("annotations", Map.of("summary", device + " is at 81.5 °C"));
        json.put("notify", receivers);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
