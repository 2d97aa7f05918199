package io.fieldgate.http;

import io.fieldgate.http.IngestProperties.Idempotency;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Creates {@code ingest:} endpoints. All of them share the room for what is on its way, the tokens and the keys. */
@Component("ingest")
public final class IngestComponent extends DefaultComponent {
    private final IngestProperties properties;
    private final Listening listening;
    private final Paths paths = new Paths();
    private final Room room;
    private final Watch watch = new Watch();
    private final Cors cors;
    private volatile boolean routesMove;
    private @Nullable Access access;
    private volatile @Nullable Admission admission;
    private volatile @Nullable IdempotencyJournal journal;
    private volatile @Nullable RateLimit rate;
    private volatile @Nullable ThreadPoolExecutor answers;

    IngestComponent(IngestProperties properties, Listening listening) {
        this.properties = properties;
        this.listening = listening;
        this.room =
                new Room(properties.maxInFlight(), properties.maxInFlightSize().toBytes());
        this.cors = new Cors(properties.corsOrigins(), () -> !isExposed() && !asksForTokens());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        IngestEndpoint endpoint = new IngestEndpoint(uri, remaining, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Whether who sends must show a token. Any thread. */
    public boolean asksForTokens() {
        return access().asksForTokens();
    }

    /**
     * @throws InvalidConfigurationPropertyValueException when the file of tokens is wrong, or anyone could send from
     *     anywhere: then no other route may run either
     */
    synchronized void prepare() {
        boolean asksForTokens;
        try {
            asksForTokens = access().asksForTokens();
        } catch (IllegalArgumentException mistake) {
            throw new InvalidConfigurationPropertyValueException(
                    "fieldgate.ingest.tokens", properties.tokens(), String.valueOf(mistake.getMessage()));
        }
        listening.check(asksForTokens, properties.behindProxy());
        if (admission == null) {
            admission = new Admission(properties, access(), cors, room);
        }
    }

    /** Whether all routes that there will be are there. */
    boolean knowsItsRoutes() {
        CamelContext context = getCamelContext();
        return context != null && context.isStarted() && !routesMove;
    }

    /**
     * While routes are exchanged, clients of a path that is not known shall come again.
     *
     * @param hold false: it is known again what there is
     */
    public void holdUnknownPaths(boolean hold) {
        routesMove = hold;
    }

    /** Whether others than this machine can reach the gateway. */
    boolean isExposed() {
        return listening.isExposed(properties.behindProxy());
    }

    /** Who may send. */
    synchronized Access access() {
        if (access == null) {
            access = new Access(Tokens.load(properties.tokens()));
        }
        return access;
    }

    Admission admission() {
        return Objects.requireNonNull(admission, "a route is there");
    }

    Cors cors() {
        return cors;
    }

    /** Opens what requests need; called by the first route that starts. */
    synchronized void open() throws IOException {
        if (journal == null) {
            Idempotency keys = properties.idempotency();
            journal = IdempotencyJournal.open(new IdempotencyJournal.Settings(
                    keys.folder(), keys.window(), keys.maxKeys(), keys.maxSize().toBytes()));
            rate = new RateLimit(properties.rate(), properties.burst(), keys.maxKeys());
            answers = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "ingest-answers");
                thread.setDaemon(true);
                return thread;
            });
            watch.start();
        }
    }

    /** Runs what is too long for Kafka's thread; {@link Room} bounds how much waits. */
    void later(Runnable task) {
        ThreadPoolExecutor executor = answers;
        if (executor == null) {
            task.run();
        } else {
            executor.execute(task);
        }
    }

    @Override
    protected void doShutdown() throws Exception {
        IdempotencyJournal closing;
        synchronized (this) {
            closing = journal;
            journal = null;
        }
        watch.stop();
        if (answers != null) {
            answers.shutdown();
        }
        if (closing != null) {
            closing.close();
        }
        super.doShutdown();
    }

    IngestProperties properties() {
        return properties;
    }

    Paths paths() {
        return paths;
    }

    Room room() {
        return room;
    }

    Watch watch() {
        return watch;
    }

    IdempotencyJournal journal() {
        return Objects.requireNonNull(journal, "a route has started");
    }

    RateLimit rate() {
        return Objects.requireNonNull(rate, "a route has started");
    }

    /** Why keys cannot be kept; null while they can. */
    @Nullable
    String journalTrouble() {
        IdempotencyJournal open = journal;
        return open == null ? null : open.trouble();
    }

    /** A command that sends something to a route. */
    String example(IngestEndpoint endpoint) {
        return endpoint.example(listening.url(), access().asksForTokens());
    }
}
