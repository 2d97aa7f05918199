package io.fieldgate.message;

/**
 * How far a group has come at a {@link Place}, as its store has it.
 *
 * @param next the offset that it reads next, everything before it is done; -1 when that is not known
 * @param topicId which Kafka gives to a topic, and not again to one of the same name that is made later; empty when it is
 *     not known
 * @param version grows with every transaction that stored messages of the place, also of those after a gap
 */
public record Position(long next, String topicId, long version) {
    public static final Position UNKNOWN = new Position(-1, "", 0);

    /** Whether it belongs to another topic of the same name. */
    public boolean isOfAnother(String topic) {
        return !topicId.isEmpty() && !topic.isEmpty() && !topicId.equals(topic);
    }

    /** Whether a store that has this has all that the other one says: a database that was restored has not. */
    public boolean includes(Position known) {
        return version >= known.version && next >= known.next && !isOfAnother(known.topicId);
    }
}
