package io.fieldgate.message;

/**
 * How far a consumer group has come in a partition.
 *
 * @param next the offset that it reads next; everything before it is done
 */
public record Position(String group, String topic, int partition, long next) {
    /** The same place, elsewhere on the way. */
    public Position at(long offset) {
        return new Position(group, topic, partition, offset);
    }
}
