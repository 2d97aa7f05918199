package io.fieldgate.notify;

import io.fieldgate.message.Causes;
import io.fieldgate.notify.Unreached.Why;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends to one address. By Apache's client and not by Camel's {@code http:}, because only there each address is checked after
 * its name was looked up and before it is connected to: a name that was public when the configuration was read may be private
 * now (DNS rebinding). Any thread.
 */
final class HttpSender implements AutoCloseable {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private final URI url;
    private final Duration timeout;
    private final Clock clock;
    private final CloseableHttpClient client;
    /** Ends requests whose answer trickles: time-outs of sockets begin again with every byte. */
    private final ScheduledThreadPoolExecutor deadlines;

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
    HttpAnswer post(byte[] body, ContentType type, Map<String, String> headers) throws Unreached {
        HttpPost post = new HttpPost(url);
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, type));
        return send(post, new Echo(url, headers));
    }

    /**
     * Asks whether somebody is there, without data: whoever takes them only may answer with any code.
     *
     * @throws Unreached when there is no answer
     */
    HttpAnswer head() throws Unreached {
        return send(new HttpHead(url), new Echo(url, Map.of()));
    }

    private HttpAnswer send(HttpUriRequestBase request, Echo echo) throws Unreached {
        var deadline = deadlines.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse answer = client.executeOpen(HttpHost.create(url), request, null);
            try {
                return HttpAnswer.of(answer, request, echo, clock);
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
            // Both wait as long, and either may be the first to notice.
            String why = request.isCancelled() || failed instanceof SocketTimeoutException
                    ? " did not answer within " + timeout.toMillis() + " ms."
                    : " cannot be reached: " + echo.hideIn(String.valueOf(failed.getMessage()));
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

    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
