package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.KindAndName;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a broker keeps messages in. */
enum Kind {
    /** Each message goes to one of those who take from it. */
    QUEUE,
    /** Each message goes to every subscription. */
    TOPIC;

    /** As it stands in a URI. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    Destination in(Session session, String name) throws JMSException {
        return this == QUEUE ? session.createQueue(name) : session.createTopic(name);
    }

    /** The name that stands in a URI, {@code queue:orders}; null for none. */
    static @Nullable String nameOf(@Nullable Destination destination) throws JMSException {
        String plain = plainNameOf(destination);
        return plain == null ? null : (destination instanceof Queue ? QUEUE : TOPIC) + ":" + plain;
    }

    /** The name at the broker; null for none. */
    static @Nullable String plainNameOf(@Nullable Destination destination) throws JMSException {
        if (destination instanceof Queue queue) {
            return queue.getQueueName();
        }
        return destination instanceof Topic topic ? topic.getTopicName() : null;
    }

    /** The destination that {@link #nameOf} has named; null for a name that is none. */
    static @Nullable Destination named(@Nullable String name, Session session) throws JMSException {
        KindAndName<Kind> what = parse(name, "", ":");
        return what == null ? null : what.kind().in(session, what.name());
    }

    /** What is written with its kind between these two, {@code queue:orders} or {@code /queue/orders}; null for another. */
    static @Nullable KindAndName<Kind> parse(@Nullable String text, String before, String after) {
        for (Kind kind : values()) {
            String beginning = before + kind + after;
            if (text != null && text.startsWith(beginning) && text.length() > beginning.length()) {
                return new KindAndName<>(kind, text.substring(beginning.length()));
            }
        }
        return null;
    }
}
