package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.LeavingHeaders;
import io.fieldgate.bridge.SentHeaders;
import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers that a message brings along, and those that it is sent with: only these. */
final class JmsHeaders {
    static final String DESTINATION = "broker.destination";
    static final String MESSAGE_ID = "broker.message-id";
    static final String CORRELATION_ID = "broker.correlation-id";
    static final String REPLY_TO = "broker.reply-to";
    static final String TYPE = "broker.type";
    static final String GROUP_ID = "broker.group-id";
    static final String SENT_AT = "broker.timestamp";
    static final String REDELIVERED = "broker.redelivered";
    static final String DELIVERY_COUNT = "broker.delivery-count";
    /** What the sender has set goes behind it. */
    static final String SENT = "broker.header.";

    /** Properties, whose names are those of Java and know no dash. */
    static final String CONTENT_TYPE = "content_type";

    static final String ID = "fieldgate_id";
    static final String GROUP = "JMSXGroupID";
    static final String COUNT = "JMSXDeliveryCount";
    private static final String RESERVED = "JMS";
    /** What Artemis adds for itself begins with it, as {@code __AMQ_CID}. */
    private static final String OF_ARTEMIS = "__AMQ";

    private JmsHeaders() {}

    static void read(Message message, Map<String, Object> headers) throws JMSException {
        put(headers, DESTINATION, Kind.nameOf(message.getJMSDestination()));
        put(headers, MESSAGE_ID, message.getJMSMessageID());
        put(headers, CORRELATION_ID, message.getJMSCorrelationID());
        put(headers, REPLY_TO, Kind.nameOf(message.getJMSReplyTo()));
        put(headers, TYPE, message.getJMSType());
        put(headers, GROUP_ID, message.getStringProperty(GROUP));
        if (message.getJMSTimestamp() > 0) {
            headers.put(SENT_AT, message.getJMSTimestamp());
        }
        if (message.getJMSRedelivered()) {
            headers.put(REDELIVERED, true);
            put(headers, DELIVERY_COUNT, message.getObjectProperty(COUNT));
        }
        Map<String, Object> sent = new HashMap<>();
        for (Object name : Collections.list((Enumeration<?>) message.getPropertyNames())) {
            if (name.equals(CONTENT_TYPE)) {
                headers.put(RecordHeaders.CONTENT_TYPE, message.getStringProperty(CONTENT_TYPE));
            } else if (!name.toString().startsWith(RESERVED) && !name.toString().startsWith(OF_ARTEMIS)) {
                put(sent, name.toString(), message.getObjectProperty(name.toString()));
            }
        }
        SentHeaders.add(headers, SENT, sent);
    }

    static void put(Map<String, Object> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    /**
     * Those that a message leaves with.
     *
     * @param otherwise an id of the message, when it has none and comes from no topic of Kafka
     * @throws Failure of kind RECORD when a header cannot be sent
     */
    static void write(Map<String, Object> headers, Message message, Session session, String otherwise)
            throws JMSException {
        // This asks the session, which may have ended; all else is between the message and its headers.
        Destination replyTo = replyTo(LeavingHeaders.text(headers, REPLY_TO), session);
        try {
            message.setJMSReplyTo(replyTo);
            write(headers, message, otherwise);
        } catch (JMSException refused) {
            throw Failure.rejected("INVALID_HEADER", "A header cannot be sent: " + refused.getMessage() + ".", refused);
        }
    }

    private static void write(Map<String, Object> headers, Message message, String otherwise) throws JMSException {
        message.setJMSCorrelationID(LeavingHeaders.text(headers, CORRELATION_ID));
        message.setJMSType(LeavingHeaders.text(headers, TYPE));
        message.setStringProperty(ID, LeavingHeaders.id(headers, MESSAGE_ID, otherwise));
        set(message, GROUP, headers.get(GROUP_ID));
        set(message, CONTENT_TYPE, headers.get(RecordHeaders.CONTENT_TYPE));
        for (Map.Entry<String, Object> header :
                LeavingHeaders.sent(headers, SENT).entrySet()) {
            if (isFree(header.getKey().toLowerCase(Locale.ROOT))) {
                set(message, header.getKey(), header.getValue());
            }
        }
    }

    private static @Nullable Destination replyTo(@Nullable String name, Session session) throws JMSException {
        try {
            return Kind.named(name, session);
        } catch (IllegalArgumentException none) {
            throw Failure.rejected(
                    "INVALID_ADDRESS",
                    "The header '" + REPLY_TO + "' names no queue or topic: " + none.getMessage(),
                    none);
        }
    }

    /** What begins with JMS sets what is no property. */
    private static boolean isFree(String folded) {
        return !folded.isEmpty() && !folded.startsWith(RESERVED.toLowerCase(Locale.ROOT)) && !folded.equals(ID);
    }

    private static void set(Message message, String name, @Nullable Object value) throws JMSException {
        if (value instanceof Integer || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            message.setObjectProperty(name, value);
        } else if (value != null) {
            message.setStringProperty(name, LeavingHeaders.text(value));
        }
    }
}
