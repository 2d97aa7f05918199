package io.fieldgate.alert;

import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A part of the topology that remembers for itself: the devices of a topic, or the keys that rules of the topic have instead.
 * Its names are parts of those of topics in Kafka, so with others everything would be forgotten. No name of a topic can make
 * two of them the same.
 *
 * @param isKeyed by keys, to which records come through a topic that sorts them
 */
record Division(String topic, boolean isKeyed) implements Comparable<Division> {
    private static final Comparator<Division> ORDER =
            Comparator.comparing(Division::topic).thenComparing(Division::isKeyed);

    /** The topics of which they are parts. */
    static Set<String> topics(Collection<Division> divisions) {
        return divisions.stream().map(Division::topic).collect(Collectors.toCollection(TreeSet::new));
    }

    String store() {
        return prefix() + "state-" + topic;
    }

    String changelog(String application) {
        return application + "-" + store() + "-changelog";
    }

    /** What Kafka Streams calls a node of it that does this. */
    String node(String task) {
        return prefix() + task + "-" + topic;
    }

    /** What the topic that sorts by keys is named after. */
    String sorted() {
        return "rekey-" + topic;
    }

    /** The topic that it reads. */
    String input(String application) {
        return isKeyed ? application + "-" + sorted() + "-repartition" : topic;
    }

    private String prefix() {
        return isKeyed ? "keyed-" : "";
    }

    @Override
    public int compareTo(Division other) {
        return ORDER.compare(this, other);
    }
}
