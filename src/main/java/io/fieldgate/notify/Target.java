package io.fieldgate.notify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a receiver is told. What tells it never prints more of an address than its host: addresses hold secrets too. */
sealed interface Target {
    /** For people, without a secret. */
    String describe();

    /**
     * Our JSON, which is that of Alertmanager's webhook (version 4) and some more.
     *
     * @param secret signs the body; null when nothing does
     */
    record Webhook(URI url, @Nullable String secret, Duration timeout) implements Target {
        @Override
        public String describe() {
            return "webhook to " + url.getHost();
        }

        @Override
        public String toString() {
            return describe();
        }
    }

    /** A text, as Slack, Mattermost and others take it. */
    record Slack(URI url, Duration timeout) implements Target {
        @Override
        public String describe() {
            return "chat at " + url.getHost();
        }

        @Override
        public String toString() {
            return describe();
        }
    }

    /**
     * A Prometheus Alertmanager, which groups and notifies by itself.
     *
     * @param url without {@code /api/v2/alerts}
     * @param resend how often a firing alert is told again, for Alertmanager forgets what it does not hear of
     */
    record Alertmanager(URI url, @Nullable String token, Duration resend, Duration timeout) implements Target {
        @Override
        public String describe() {
            return "Alertmanager at " + url.getHost();
        }

        @Override
        public String toString() {
            return describe();
        }
    }

    /**
     * A mail.
     *
     * @param tls how the connection is secured
     * @param username empty when the server asks for none
     */
    record Email(String host, int port, Tls tls, String username, String password, String from, List<String> to)
            implements Target {
        /** How a connection to a mail server is secured. */
        enum Tls {
            /** It begins in the clear, and goes on only when the server can do TLS. */
            STARTTLS,
            /** From its first byte. */
            TLS,
            /** Not at all. */
            NONE
        }

        @Override
        public String describe() {
            return "mail by " + host;
        }

        @Override
        public String toString() {
            return describe();
        }
    }

    /**
     * A message for each alert, by way of the broker of {@code fieldgate.mqtt}.
     *
     * @param topic with {@code {device}}, {@code {rule}} and {@code {severity}} as levels
     */
    record Mqtt(String topic, boolean retain) implements Target {
        @Override
        public String describe() {
            return "MQTT topic " + topic;
        }
    }

    /** A record for each alert, keyed by the device. */
    record Topic(String name) implements Target {
        @Override
        public String describe() {
            return "Kafka topic " + name;
        }
    }

    /** A line in the gateway's log. */
    record Log() implements Target {
        @Override
        public String describe() {
            return "log";
        }
    }
}
