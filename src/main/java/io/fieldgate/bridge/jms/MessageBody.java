package io.fieldgate.bridge.jms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Utf8;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a message carries, in bytes. A Java object is never made of it: what its sender wrote would run here. */
final class MessageBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MessageBody() {}

    /**
     * Text in UTF-8, bytes as they are, a map as a JSON object.
     *
     * @throws Failure of kind RECORD for a kind of message that is not read, or one that is broken
     */
    static byte[] read(Message message) {
        try {
            if (message instanceof TextMessage text) {
                return text.getText() == null ? new byte[0] : text.getText().getBytes(StandardCharsets.UTF_8);
            }
            if (message instanceof BytesMessage bytes) {
                byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
                bytes.readBytes(body);
                return body;
            }
            if (message instanceof MapMessage map) {
                return JSON.writeValueAsBytes(entries(map));
            }
        } catch (JMSException | JsonProcessingException | ArithmeticException broken) {
            throw unreadable(broken);
        }
        if (message instanceof ObjectMessage || message instanceof StreamMessage) {
            throw Failure.rejected(
                    "UNSUPPORTED_MESSAGE",
                    (message instanceof ObjectMessage ? "An ObjectMessage" : "A StreamMessage")
                            + " is not read; the sender should send text, bytes or a map.",
                    null);
        }
        return new byte[0];
    }

    /** What a message is that its client cannot take apart. */
    static Failure unreadable(Exception broken) {
        return Failure.rejected("UNREADABLE_MESSAGE", "The message cannot be read: " + broken.getMessage(), broken);
    }

    private static Map<String, Object> entries(MapMessage map) throws JMSException {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Object name : Collections.list((Enumeration<?>) map.getMapNames())) {
            entries.put(name.toString(), map.getObject(name.toString()));
        }
        return entries;
    }

    /**
     * A message with this body.
     *
     * @param text whether it is one of text, or one of bytes
     * @throws Failure of kind RECORD when it is to be text, and is none
     */
    static Message write(byte[] body, boolean text, Session session) throws JMSException {
        if (text) {
            return session.createTextMessage(decode(body));
        }
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    /**
     * What a message of text by STOMP may hold: no NUL, which ends it there.
     *
     * @throws Failure of kind RECORD when it is no text
     */
    static void checkText(byte[] body) {
        if (decode(body).indexOf('\0') >= 0) {
            throw Failure.rejected("NOT_TEXT", "The body has a NUL, which no text by STOMP may have.", null);
        }
    }

    private static String decode(byte[] body) {
        String text = Utf8.text(body);
        if (text == null) {
            throw Failure.rejected("NOT_TEXT", "The body is no text in UTF-8, which messages=text asks for.", null);
        }
        return text;
    }
}
