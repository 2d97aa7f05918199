package io.fieldgate.topic;

import io.fieldgate.topic.LetterReader.Range;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Where a list of letters goes on, as a text for who asks again: {@code telemetry.dlq@0:15:2:7,...}. */
final class LetterCursor {
    private static final Pattern FORM = Pattern.compile("([a-zA-Z0-9._-]{1,249})@((?:\\d{1,9}:\\d{1,18}:?)+)");
    private static final Pattern PAIR = Pattern.compile("(\\d+):(\\d+)");

    private LetterCursor() {}

    static String text(Map<TopicPartition, Long> ends) {
        Map<String, Map<Integer, Long>> topics = new TreeMap<>();
        ends.forEach((partition, end) -> topics.computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                .put(partition.partition(), end));
        return topics.entrySet().stream()
                .map(topic -> topic.getKey() + "@"
                        + topic.getValue().entrySet().stream()
                                .map(end -> end.getKey() + ":" + end.getValue())
                                .collect(Collectors.joining(":")))
                .collect(Collectors.joining(","));
    }

    /**
     * What is left of ranges.
     *
     * @throws IllegalArgumentException when the text is none
     */
    static Map<TopicPartition, Range> rest(String text, Map<TopicPartition, Range> all) {
        Map<TopicPartition, Range> rest = new HashMap<>();
        for (String topic : text.split(",", -1)) {
            Matcher form = FORM.matcher(topic);
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "'after' is '" + text + "', allowed is what an answer before had as 'next'");
            }
            Matcher pair = PAIR.matcher(form.group(2));
            while (pair.find()) {
                TopicPartition partition = new TopicPartition(form.group(1), Integer.parseInt(pair.group(1)));
                Range range = all.get(partition);
                if (range != null) {
                    rest.put(partition, new Range(range.from(), Math.min(range.end(), Long.parseLong(pair.group(2)))));
                }
            }
        }
        return rest;
    }
}
