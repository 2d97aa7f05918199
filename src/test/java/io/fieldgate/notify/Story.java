package io.fieldgate.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Alerts in, notices out, on a clock of its own that begins at 2026-01-01T00:00:00Z, a Thursday. Notices are written down as
 * {@code "TIME RECEIVER: +RULE/DEVICE -RULE/DEVICE"}, with + for firing and - for resolved, and the severity when it is not
 * "warning".
 */
final class Story {
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration RETRY = Duration.ofSeconds(7);

    private final Receivers receivers;
    private final List<String> told = new ArrayList<>();
    private final Map<String, byte[]> alerts = new HashMap<>();
    private final Map<String, byte[]> log = new HashMap<>();
    private final Map<String, byte[]> silences = new HashMap<>();
    private final Set<String> down = new HashSet<>();
    private final Map<String, Instant> since = new HashMap<>();
    /** Occurrences that receivers believe to fire, by receiver. */
    private final Map<String, Set<String>> believed = new HashMap<>();

    private @Nullable Notice last;
    private Board board;
    private Board.Lead lead;
    private Instant now = BEGINNING;

    Story(String yaml) {
        this.receivers =
                ReceiversFile.read("receivers.yaml", yaml, name -> null).receivers();
        if (!receivers.problems().isEmpty()) {
            throw new AssertionError(receivers.problems().toString());
        }
        this.board = new Board(receivers);
        this.lead = board.lead(now);
    }

    /** Lets time pass until then, counted from the beginning. */
    Story at(String time) {
        Duration offset = Durations.parse(time);
        Instant then = BEGINNING.plus(offset);
        for (; now.isBefore(then); now = now.plusSeconds(1)) {
            tell();
        }
        tell();
        return this;
    }

    private void tell() {
        for (String receiver : receivers.byName().keySet()) {
            List<Notice> due = lead.due(receiver, 10, now);
            while (!due.isEmpty()) {
                due.forEach(this::tell);
                due = lead.due(receiver, 10, now);
            }
        }
    }

    /** What was last given out to be told. */
    Notice lastNotice() {
        return Objects.requireNonNull(last, "nothing was to be told");
    }

    /** What is to be told now, given out and not told; null when there is nothing. */
    @Nullable
    Notice notice(String receiver) {
        List<Notice> due = lead.due(receiver, 1, now);
        return due.isEmpty() ? null : due.get(0);
    }

    /** The receiver was told after all. */
    void ended(Notice notice) {
        lead.delivered(notice, now);
    }

    private void tell(Notice notice) {
        last = notice;
        String receiver = notice.receiver().name();
        if (notice.quiet()) {
            noted(notice);
            return;
        }
        lead.intended(notice).forEach(entry -> log.put(entry.key(), entry.value()));
        if (down.contains(receiver)) {
            lead.failed(notice, now.plus(RETRY));
            return;
        }
        Set<String> firing = believed.computeIfAbsent(receiver, name -> new HashSet<>());
        notice.firing().forEach(alert -> firing.add(alert.episode()));
        notice.resolved().forEach(alert -> firing.remove(alert.episode()));
        told.add(Durations.text(Duration.between(BEGINNING, now).toMillis()) + " " + receiver + ": "
                + notice.alerts().stream().map(Story::text).collect(Collectors.joining(" "))
                + (notice.truncated() > 0 ? " and " + notice.truncated() : ""));
        noted(notice);
    }

    private void noted(Notice notice) {
        for (Entry entry : notice.entries()) {
            if (entry.value() == null) {
                log.remove(entry.key());
            } else {
                log.put(entry.key(), entry.value());
            }
        }
        lead.delivered(notice, now);
    }

    private static String text(Alert alert) {
        return (alert.isFiring() ? "+" : "-") + alert.rule() + "/" + alert.device()
                + (alert.severity().equals("warning") ? "" : "(" + alert.severity() + ")");
    }

    Story fires(String rule, String device) {
        return fires(rule, device, "warning");
    }

    /** Another severity of the same occurrence when it fires already. */
    Story fires(String rule, String device, String severity) {
        return change(
                since.putIfAbsent(rule + "/" + device, now) == null ? "firing" : "escalated", rule, device, severity);
    }

    /** The rule, which was changed while the alert fires, tells others by now. */
    Story changes(String rule, String device, String... receivers) {
        return change("changed", rule, device, "warning", List.of(receivers));
    }

    Story resolves(String rule, String device) {
        change("resolved", rule, device, "warning");
        since.remove(rule + "/" + device);
        return this;
    }

    private Story change(String event, String rule, String device, String severity) {
        return change(event, rule, device, severity, List.of());
    }

    private Story change(String event, String rule, String device, String severity, List<String> names) {
        Instant began = since.getOrDefault(rule + "/" + device, now);
        byte[] json = AlertRecords.json(event, rule, device, severity, began, now, names);
        String key = AlertRecords.fingerprint(rule, device);
        alerts.put(key, json);
        board.read(NotifyKafka.ALERTS, key, json, now);
        return this;
    }

    /** The rule is gone. */
    Story forgets(String rule, String device) {
        String key = AlertRecords.fingerprint(rule, device);
        alerts.remove(key);
        board.read(NotifyKafka.ALERTS, key, null, now);
        return this;
    }

    Story silence(String matcher, String end) {
        return write(Silences.entry(
                new Silence("1", List.of(matcher), now, BEGINNING.plus(Durations.parse(end)), "ann", "maintenance")));
    }

    Story acknowledge(String rule, String device) {
        String fingerprint = AlertRecords.fingerprint(rule, device);
        Alert alert = board.active(fingerprint);
        return write(Silences.entry(new Acknowledgement(fingerprint, alert.episode(), "ann", "on it", now)));
    }

    private Story write(Entry entry) {
        silences.put(entry.key(), entry.value());
        board.read(NotifyKafka.SILENCES, entry.key(), entry.value(), now);
        return this;
    }

    Story down(String receiver) {
        down.add(receiver);
        return this;
    }

    Story up(String receiver) {
        down.remove(receiver);
        return this;
    }

    /** The gateway is killed, and another one takes over with what the topics hold. */
    Story killed() {
        board = new Board(receivers);
        alerts.forEach((key, value) -> board.read(NotifyKafka.ALERTS, key, value, now));
        silences.forEach((key, value) -> board.read(NotifyKafka.SILENCES, key, value, now));
        log.forEach((key, value) -> board.read(NotifyKafka.LOG, key, value, now));
        lead = board.lead(now);
        return this;
    }

    /** Occurrences that fire, as a receiver knows them. */
    Set<String> believed(String receiver) {
        return believed.getOrDefault(receiver, Set.of());
    }

    /** Occurrences that fire. */
    Set<String> firing() {
        return alerts.values().stream()
                .map(Alert::parse)
                .filter(Alert::isFiring)
                .map(Alert::episode)
                .collect(Collectors.toSet());
    }

    List<String> told() {
        return List.copyOf(told);
    }

    Set<String> log() {
        return log.values().stream().map(json -> new String(json, UTF_8)).collect(Collectors.toSet());
    }
}
