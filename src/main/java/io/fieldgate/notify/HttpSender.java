package io.fieldgate.notify;

import io.fieldgate.message.Causes;
import io.fieldgate.notify.Unreached.Why;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * POSTs to one address. By Apache's client and not by Camel's {@code http:}, because only there each address is checked after
 * its name was looked up and before it is connected to: a name that was public when the configuration was read may be private
 * now (DNS rebinding). Any thread.
 */
final class HttpSender implements AutoCloseable {
    /** What is read of an answer; the rest is cut off with the connection. */
    private static final int MOST_OF_AN_ANSWER = 64 * 1024;
    /** What of it is shown to an operator. */
    private static final int SHOWN = 200;

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(15);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private final URI url;
    private final Duration timeout;
    private final Clock clock;
    private final CloseableHttpClient client;
    /** Ends requests whose answer trickles: time-outs of sockets begin again with every byte. */
    private final ScheduledThreadPoolExecutor deadlines;

    /**
     * What came back.
     *
     * @param host who has answered
     * @param said the beginning of the answer on one line
     * @param retryAfter for how long it wants to be left alone; null when it does not say
     */
    record Answer(
            String host, int code, String said, @Nullable Duration retryAfter) {
        boolean isAccepted() {
            return code >= 200 && code < 300;
        }

        /** Whether the same request may be accepted later. */
        boolean mayGetBetter() {
            return code >= 500 || code == 408 || code == 429;
        }

        boolean isRedirect() {
            return code >= 300 && code < 400;
        }

        /** For an operator. */
        String sentence() {
            return host + " answers with " + code + (said.isEmpty() ? "." : ": " + said)
                    + (isRedirect() ? " Redirects are not followed." : "");
        }
    }

    /** An address that the configuration does not allow. */
    private static final class Forbidden extends UnknownHostException {
        private Forbidden(String message) {
            super(message);
        }
    }

    /** @param connections that may be open at a time; who wants one more waits for it */
    HttpSender(URI url, Duration timeout, int connections, Outgoing outgoing, Clock clock) {
        this(url, timeout, connections, outgoing, clock, SystemDefaultDnsResolver.INSTANCE);
    }

    HttpSender(URI url, Duration timeout, int connections, Outgoing outgoing, Clock clock, DnsResolver names) {
        this.url = url;
        this.timeout = timeout;
        this.clock = clock;
        this.deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "fieldgate-http-deadline");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
        Timeout limit = Timeout.of(timeout);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Checked(names, outgoing))
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(limit)
                                .setSocketTimeout(limit)
                                .setTimeToLive(Timeout.of(KEEP_ALIVE))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(limit)
                        .setResponseTimeout(limit)
                        .build())
                .setUserAgent("Fieldgate")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Looks names up and lets only allowed addresses through. */
    private record Checked(DnsResolver names, Outgoing outgoing) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] allowed = Arrays.stream(names.resolve(host))
                    .filter(outgoing::mayReach)
                    .toArray(InetAddress[]::new);
            if (allowed.length == 0) {
                throw new Forbidden(host + " has a private address that does not stand under " + outgoing.listed());
            }
            return allowed;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /**
     * Waits for the answer, at most as long as the time-out. Its code is the answer: whatever becomes of the text that comes
     * after it, the receiver has decided.
     *
     * @param headers besides those that HTTP needs
     * @throws Unreached when there is none; it is not known then whether the request has arrived
     */
    Answer post(byte[] body, ContentType type, Map<String, String> headers) throws Unreached {
        HttpPost post = new HttpPost(url);
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, type));
        var deadline = deadlines.schedule(post::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse answer = client.executeOpen(HttpHost.create(url), post, null);
            try {
                return new Answer(
                        url.getHost(),
                        answer.getCode(),
                        said(answer.getEntity(), post),
                        retryAfter(answer.getFirstHeader("Retry-After")));
            } finally {
                Closer.closeQuietly(answer);
            }
        } catch (Forbidden forbidden) {
            throw new Unreached(Why.FORBIDDEN, forbidden.getMessage() + ".", forbidden);
        } catch (UnknownHostException unknown) {
            throw new Unreached(
                    Why.UNKNOWN_HOST, url.getHost() + " cannot be reached: nobody knows the host.", unknown);
        } catch (IOException failed) {
            if (isDistrust(failed)) {
                throw new Unreached(Why.UNTRUSTED, "No trust in " + url.getHost() + ": " + failed.getMessage(), failed);
            }
            String why = post.isCancelled()
                    ? " did not answer within " + timeout.toMillis() + " ms."
                    : " cannot be reached: " + failed.getMessage();
            throw new Unreached(Why.UNREACHABLE, url.getHost() + why, failed);
        } finally {
            deadline.cancel(false);
        }
    }

    /** Only certificates are a question of trust: handshakes also break because a server restarts, or a line does. */
    private static boolean isDistrust(IOException failed) {
        return Causes.of(failed).stream()
                .anyMatch(cause -> cause instanceof SSLPeerUnverifiedException
                        || cause instanceof CertificateException
                        || cause instanceof CertPathValidatorException);
    }

    /** The beginning of the answer. The stream is left open: closing it would read a long answer to its end. */
    private static String said(@Nullable HttpEntity entity, HttpPost post) {
        if (entity == null) {
            return "";
        }
        byte[] read = new byte[MOST_OF_AN_ANSWER];
        int length = 0;
        try {
            InputStream text = entity.getContent();
            int more = 0;
            while (more >= 0 && length < read.length) {
                length += more;
                more = text.read(read, length, read.length - length);
            }
        } catch (IOException broken) {
            // The code has come, by which all is decided; what is missing of the text is nobody's loss.
            post.cancel();
        }
        if (length == read.length) {
            post.cancel();
        }
        String text = new String(read, 0, length, StandardCharsets.UTF_8)
                .replaceAll("\\s*\\p{Cntrl}+\\s*", " ")
                .strip();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    /** RFC 9110, 10.2.3: seconds, or a date. Null when it is neither. */
    private @Nullable Duration retryAfter(@Nullable Header header) {
        if (header == null) {
            return null;
        }
        String value = header.getValue().strip();
        Duration wait;
        try {
            wait = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            Instant.now(clock),
                            ZonedDateTime.parse(
                                    value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ENGLISH)));
        } catch (DateTimeException neither) {
            return null;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait;
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
