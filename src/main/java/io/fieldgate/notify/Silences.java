package io.fieldgate.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Silences and acknowledgements, as the topic {@code alert-silences} holds them. Not thread-safe. */
final class Silences {
    /** How long one that is over is still shown. */
    static final Duration KEPT = Duration.ofDays(1);

    private static final String SILENCE = "silence/";
    private static final String ACKNOWLEDGEMENT = "acknowledgement/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Known> silences = new TreeMap<>();
    private final Map<String, Acknowledgement> acknowledgements = new TreeMap<>();

    private record Known(Silence silence, List<Matcher> matchers) {}

    /** @throws Failure of kind RECORD when it is neither */
    void read(String key, byte @Nullable [] value) {
        if (value == null) {
            silences.remove(key);
            acknowledgements.remove(key);
            return;
        }
        try {
            JsonNode node = JSON.readTree(value);
            if (key.startsWith(SILENCE)) {
                List<String> texts = new ArrayList<>();
                node.path("matchers").forEach(text -> texts.add(text.asText()));
                Silence silence = new Silence(
                        key.substring(SILENCE.length()),
                        texts,
                        Instant.parse(node.path("starts_at").asText()),
                        Instant.parse(node.path("ends_at").asText()),
                        node.path("author").asText(),
                        node.path("comment").asText());
                silences.put(
                        key,
                        new Known(silence, texts.stream().map(Matcher::parse).toList()));
            } else if (key.startsWith(ACKNOWLEDGEMENT)) {
                acknowledgements.put(
                        key,
                        new Acknowledgement(
                                key.substring(ACKNOWLEDGEMENT.length()),
                                node.path("episode").asText(),
                                node.path("author").asText(),
                                node.path("comment").asText(),
                                Instant.parse(node.path("at").asText())));
            }
        } catch (IOException | DateTimeException | IllegalArgumentException wrong) {
            throw Failure.rejected("NO_SILENCE", "The record is no silence: " + wrong.getMessage(), wrong);
        }
    }

    void clear() {
        silences.clear();
        acknowledgements.clear();
    }

    boolean isSilenced(Alert alert, Instant now) {
        return silencing(alert, now) != null;
    }

    /** The silence that covers it; null when none does. */
    @Nullable
    Silence silencing(Alert alert, Instant now) {
        for (Known known : silences.values()) {
            if (known.silence.isActive(now) && Matcher.all(known.matchers, alert.labels())) {
                return known.silence;
            }
        }
        return null;
    }

    boolean isAcknowledged(Alert alert) {
        return acknowledgement(alert) != null;
    }

    @Nullable
    Acknowledgement acknowledgement(Alert alert) {
        Acknowledgement known = acknowledgements.get(ACKNOWLEDGEMENT + alert.fingerprint());
        return known != null && known.episode().equals(alert.episode()) ? known : null;
    }

    /** Those that end first come first. */
    List<Silence> all() {
        return silences.values().stream()
                .map(Known::silence)
                .sorted(Comparator.comparing(Silence::end).thenComparing(Silence::id))
                .toList();
    }

    @Nullable
    Silence silence(String id) {
        Known known = silences.get(SILENCE + id);
        return known == null ? null : known.silence;
    }

    /** What need not be kept any longer. */
    List<Entry> outdated(Instant now, AlertTable alerts) {
        List<Entry> outdated = new ArrayList<>();
        silences.forEach((key, known) -> {
            if (known.silence.end().plus(KEPT).isBefore(now)) {
                outdated.add(new Entry(key, null));
            }
        });
        acknowledgements.forEach((key, known) -> {
            Alert alert = alerts.active(known.fingerprint());
            if (alert == null || !alert.episode().equals(known.episode())) {
                outdated.add(new Entry(key, null));
            }
        });
        return outdated;
    }

    static Entry entry(Silence silence) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("matchers", silence.matchers());
        json.put("starts_at", silence.start().toString());
        json.put("ends_at", silence.end().toString());
        json.put("author", silence.author());
        json.put("comment", silence.comment());
        return new Entry(SILENCE + silence.id(), Bodies.bytes(json));
    }

    static Entry entry(Acknowledgement acknowledgement) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("episode", acknowledgement.episode());
        json.put("author", acknowledgement.author());
        json.put("comment", acknowledgement.comment());
        json.put("at", acknowledgement.at().toString());
        return new Entry(ACKNOWLEDGEMENT + acknowledgement.fingerprint(), Bodies.bytes(json));
    }
}
