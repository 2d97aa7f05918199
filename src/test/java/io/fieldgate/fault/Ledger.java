package io.fieldgate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What devices sent and what became of it. A message is {@code device:number}; numbers of a device rise from 0. Those that
 * the broker acknowledged must all be found; any other may.
 */
public final class Ledger {
    private static final Instant FIRST_READING = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, Integer> sent = new HashMap<>();
    private final Map<String, Instant> acknowledged = new HashMap<>();

    /** The next message of a device. */
    public synchronized String next(String device) {
        int number = sent.merge(device, 1, Integer::sum) - 1;
        return device + ":" + number;
    }

    /** The broker took responsibility for it. */
    public synchronized void acknowledged(String message) {
        acknowledged.putIfAbsent(message, Instant.now());
    }

    public synchronized int acknowledged() {
        return acknowledged.size();
    }

    public synchronized Set<String> allAcknowledged() {
        return Set.copyOf(acknowledged.keySet());
    }

    /** Those for which the broker took responsibility in that time, both ends included. */
    public synchronized Set<String> acknowledgedBetween(Instant from, Instant to) {
        return acknowledged.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().isBefore(from) && !entry.getValue().isAfter(to))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** How many were sent, whatever became of them. */
    public synchronized int sent() {
        return sent.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The message that a record's JSON value carries in its field {@code id}. */
    public static String message(ConsumerRecord<byte[], byte[]> record) {
        return message(new String(record.value(), StandardCharsets.UTF_8));
    }

    /** The message that a payload carries. */
    static String message(String json) {
        int start = json.indexOf("\"id\":\"") + 6;
        return json.substring(start, json.indexOf('"', start));
    }

    /** The payload of a message: a reading with a time of its own, so that it is a row too. */
    public static byte[] payload(String message) {
        int number = number(message);
        return ("{\"id\":\"" + message + "\",\"ts\":\"" + FIRST_READING.plusMillis(number) + "\",\"temperature\":"
                        + number + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Nothing acknowledged is missing, nothing is there that nobody sent, nothing stands under a foreign key.
     *
     * @param mostDuplicates how many may be there twice
     */
    public void verify(List<ConsumerRecord<byte[], byte[]>> found, int mostDuplicates) {
        verify(found, mostDuplicates, Set.of());
    }

    /** As {@link #verify(List, int)}, but these may be missing. */
    synchronized void verify(
            List<ConsumerRecord<byte[], byte[]>> found, int mostDuplicates, Set<String> forgottenByBroker) {
        Set<String> seen = new HashSet<>();
        List<String> misplaced = new ArrayList<>();
        List<String> phantoms = new ArrayList<>();
        List<String> duplicates = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : found) {
            String message = message(record);
            String device = device(message);
            if (!key(record).equals(device)) {
                misplaced.add(message);
            }
            if (number(message) >= sent.getOrDefault(device, 0)) {
                phantoms.add(message);
            }
            if (!seen.add(message)) {
                duplicates.add(message);
            }
        }
        Set<String> lost = new HashSet<>(acknowledged.keySet());
        lost.removeAll(seen);
        lost.removeAll(forgottenByBroker);
        assertThat(acknowledged).as("messages that the broker acknowledged").isNotEmpty();
        assertThat(lost).as("lost of " + acknowledged.size()).isEmpty();
        assertThat(misplaced).as("records under a foreign key").isEmpty();
        assertThat(phantoms).as("messages nobody sent").isEmpty();
        assertThat(duplicates).as("duplicates").hasSizeLessThanOrEqualTo(mostDuplicates);
    }

    /** First occurrences of a device's messages stand in the order in which it sent them. */
    public static void verifyOrderAsSent(List<ConsumerRecord<byte[], byte[]>> found) {
        assertThat(firstOccurrences(found))
                .allSatisfy((device, messages) ->
                        assertThat(messages).as(device).isSortedAccordingTo(Comparator.comparingInt(Ledger::number)));
    }

    private static Map<String, List<String>> firstOccurrences(List<ConsumerRecord<byte[], byte[]>> found) {
        return found.stream()
                .collect(Collectors.groupingBy(
                        Ledger::key,
                        Collectors.mapping(
                                Ledger::message,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        messages -> messages.stream().distinct().toList()))));
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    private static String device(String message) {
        return message.substring(0, message.indexOf(':'));
    }

    private static int number(String message) {
        return Integer.parseInt(message.substring(message.indexOf(':') + 1));
    }
}
