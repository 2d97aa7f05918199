package io.fieldgate.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Notices as receivers want them. */
final class Bodies {
    /** How many of its periods Alertmanager remembers an alert that it is not told again; as Prometheus does. */
    private static final int PERIODS = 4;

    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Bodies() {}

    /**
     * The body of Alertmanager's webhooks, version 4
     * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). Each alert also has {@code dedupeKey},
     * which is the same in all that is ever told of this occurrence, {@code rule}, {@code device} or {@code key},
     * {@code severity}, {@code value} and {@code event}.
     */
    static byte[] webhook(Notice notice) {
        List<Alert> alerts = notice.alerts();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("version", "4");
        body.put("groupKey", notice.groupKey());
        body.put("truncatedAlerts", notice.truncated());
        body.put("status", status(notice.isFiring()));
        body.put("receiver", notice.receiver().name());
        body.put("groupLabels", notice.group().labels());
        body.put("commonLabels", common(alerts, Alert::labels));
        body.put("commonAnnotations", common(alerts, Alert::annotations));
        body.put("externalURL", "");
        body.put("alerts", alerts.stream().map(Bodies::alert).toList());
        return bytes(body);
    }

    private static String status(boolean firing) {
        return firing ? "firing" : "resolved";
    }

    /** One alert alone, as it stands in the webhook's list. */
    static byte[] single(Alert alert) {
        return bytes(alert(alert));
    }

    private static Map<String, @Nullable Object> alert(Alert alert) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("status", status(alert.isFiring()));
        json.put("labels", alert.labels());
        json.put("annotations", new TreeMap<>(alert.annotations()));
        json.put("startsAt", alert.since().toString());
        json.put("endsAt", alert.isFiring() ? NEVER : alert.at().toString());
        json.put("generatorURL", "");
        json.put("fingerprint", alert.fingerprint());
        json.put("dedupeKey", alert.episode());
        json.put("event", alert.event());
        json.put("rule", alert.rule());
        json.put(alert.device() == null ? "key" : "device", alert.key());
        json.put("severity", alert.severity());
        json.put("value", alert.value());
        return json;
    }

    /** What all have in common. */
    private static Map<String, String> common(Collection<Alert> alerts, Function<Alert, Map<String, String>> texts) {
        Map<String, String> common = null;
        for (Alert alert : alerts) {
            if (common == null) {
                common = new TreeMap<>(texts.apply(alert));
            } else {
                common.entrySet().retainAll(texts.apply(alert).entrySet());
            }
        }
        return common == null ? Map.of() : common;
    }

    /** A list for {@code /api/v2/alerts} of Alertmanager. What fires ends by itself when it is not told again. */
    static byte[] alertmanager(Notice notice, Duration resend, Instant now) {
        List<Map<String, Object>> alerts = new ArrayList<>();
        for (Alert alert : notice.alerts()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("labels", alert.labels());
            json.put("annotations", new TreeMap<>(alert.annotations()));
            json.put("startsAt", alert.since().toString());
            Instant end = alert.isFiring() ? now.plus(resend.multipliedBy(PERIODS)) : alert.at();
            // One that ends before it begins is refused, and all others of the list with it.
            json.put("endsAt", (end.isBefore(alert.since()) ? alert.since() : end).toString());
            alerts.add(json);
        }
        return bytes(alerts);
    }

    /** A text with a line for each alert, in Slack's form of Markdown. */
    static byte[] slack(Notice notice) {
        StringBuilder text = new StringBuilder();
        for (Alert alert : notice.alerts()) {
            text.append(alert.isFiring() ? ":red_circle: *" : ":white_check_mark: *")
                    .append(alert.state().text().toUpperCase(Locale.ROOT))
                    .append("* ")
                    .append(escaped(alert.severity()))
                    .append(" *")
                    .append(escaped(alert.rule()))
                    .append("* ")
                    .append(escaped(alert.key()));
            String summary = alert.annotations().get("summary");
            if (summary != null) {
                text.append(": ").append(escaped(summary));
            }
            text.append('\n');
        }
        if (notice.truncated() > 0) {
            text.append("and ").append(notice.truncated()).append(" more that were told before\n");
        }
        return bytes(Map.of("text", text.toString().stripTrailing()));
    }

    /** A line for each alert. */
    static String plain(Notice notice) {
        StringBuilder text = new StringBuilder();
        for (Alert alert : notice.alerts()) {
            text.append(alert.state().text().toUpperCase(Locale.ROOT))
                    .append(' ')
                    .append(alert.severity())
                    .append(' ')
                    .append(alert.rule())
                    .append(' ')
                    .append(alert.key())
                    .append(
                            alert.isFiring()
                                    ? " since " + alert.since()
                                    : " from " + alert.since() + " to " + alert.at())
                    .append('\n');
            new TreeMap<>(alert.annotations())
                    .forEach((name, value) -> text.append("  ")
                            .append(name)
                            .append(": ")
                            .append(value)
                            .append('\n'));
        }
        if (notice.truncated() > 0) {
            text.append("and ").append(notice.truncated()).append(" more that were told before\n");
        }
        return text.toString();
    }

    /** https://api.slack.com/reference/surfaces/formatting#escaping: nothing becomes a link or calls people. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Texts, numbers, lists and maps of them as JSON. */
    static byte[] bytes(Object json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        }
    }
}
