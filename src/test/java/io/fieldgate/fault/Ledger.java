package io.fieldgate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What devices sent and what became of it. A message is {@code device:number}; numbers of a device rise from 0. Those that
 * the broker acknowledged must all be found; any other may.
 */
public final class Ledger {
    private final Map<String, Integer> sent = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();

    /** The next message of a device. */
    public synchronized String next(String device) {
        int number = sent.merge(device, 1, Integer::sum) - 1;
        return device + ":" + number;
    }

    /** The broker took responsibility for it. */
    public synchronized void acknowledged(String message) {
        acknowledged.add(message);
    }

    public synchronized int acknowledged() {
        return acknowledged.size();
    }

    public synchronized Set<String> allAcknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** The message that a record's JSON value carries in its field {@code id}. */
    public static String message(ConsumerRecord<byte[], byte[]> record) {
        String json = new String(record.value(), StandardCharsets.UTF_8);
        int start = json.indexOf("\"id\":\"") + 6;
        return json.substring(start, json.indexOf('"', start));
    }

    /** The payload of a message. */
    public static byte[] payload(String message) {
        return ("{\"id\":\"" + message + "\",\"temperature\":" + message.length() + "}").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Compares with what was found.
     *
     * @param found in the order of each device's partition
     * @param mostDuplicates how many may be there twice
     */
    public synchronized void verify(List<ConsumerRecord<byte[], byte[]>> found, int mostDuplicates) {
        Set<String> seen = new HashSet<>();
        Map<String, Integer> last = new HashMap<>();
        List<String> disordered = new ArrayList<>();
        List<String> misplaced = new ArrayList<>();
        int duplicates = 0;
        for (ConsumerRecord<byte[], byte[]> record : found) {
            String message = message(record);
            String device = message.substring(0, message.indexOf(':'));
            int number = Integer.parseInt(message.substring(device.length() + 1));
            if (!new String(record.key(), StandardCharsets.UTF_8).equals(device)) {
                misplaced.add(message);
            }
            if (!seen.add(message)) {
                duplicates++;
            } else if (number < last.getOrDefault(device, -1)) {
                disordered.add(message + " after " + last.get(device));
            } else {
                last.put(device, number);
            }
        }
        Set<String> lost = new HashSet<>(acknowledged);
        lost.removeAll(seen);
        assertThat(acknowledged).as("messages that the broker acknowledged").isNotEmpty();
        assertThat(lost).as("lost of " + acknowledged.size()).isEmpty();
        assertThat(disordered).as("first occurrences out of order").isEmpty();
        assertThat(misplaced).as("records under a foreign key").isEmpty();
        assertThat(seen).as("messages nobody sent").allSatisfy(message -> {
            String device = message.substring(0, message.indexOf(':'));
            assertThat(sent).containsKey(device);
        });
        assertThat(duplicates).as("duplicates").isLessThanOrEqualTo(mostDuplicates);
    }
}
