package io.fieldgate;

import io.fieldgate.fault.Ledger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Clients that post batches, each for a device of its own, and repeat one until it is answered with 202. */
final class PostingClients implements AutoCloseable {
    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final int batch;
    private final Ledger ledger;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refusedAtOnce = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private volatile boolean finishing;
    private volatile @Nullable String unexpected;

    PostingClients(int port, int clients, int batch, Ledger ledger) {
        this(port, "phone", clients, batch, ledger);
    }

    /** @param name begins the names of their devices */
    PostingClients(int port, String name, int clients, int batch, Ledger ledger) {
        this.url = "http://127.0.0.1:" + port + "/v1/telemetry/";
        this.batch = batch;
        this.ledger = ledger;
        for (int i = 0; i < clients; i++) {
            String device = name + "-" + i;
            Thread thread = new Thread(() -> post(device), device);
            threads.add(thread);
            thread.start();
        }
    }

    private void post(String device) {
        try {
            while (!finishing) {
                List<String> messages = new ArrayList<>();
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < batch; i++) {
                    String message = ledger.next(device);
                    messages.add(message);
                    lines.append(new String(Ledger.payload(message), StandardCharsets.UTF_8))
                            .append('\n');
                }
                HttpRequest request = HttpRequest.newBuilder(URI.create(url + device))
                        .timeout(Duration.ofSeconds(30))
                        .headers(
                                "Content-Type",
                                "application/x-ndjson",
                                "Idempotency-Key",
                                UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(lines.toString()))
                        .build();
                while (!isAccepted(request)) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                messages.forEach(ledger::acknowledged);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAccepted(HttpRequest request) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            long took = System.nanoTime() - begun;
            slowest.accumulateAndGet(took, Math::max);
            if (answer.statusCode() == 202) {
                accepted.incrementAndGet();
                return true;
            }
            if (answer.statusCode() != 503) {
                unexpected = answer.statusCode() + " " + answer.body();
                throw new AssertionError(unexpected);
            }
            if (took < AT_ONCE_NANOS) {
                refusedAtOnce.incrementAndGet();
            }
        } catch (IOException away) {
            // The gateway is not there.
        }
        return false;
    }

    /** Counts anew. */
    void forget() {
        accepted.set(0);
        refusedAtOnce.set(0);
        slowest.set(0);
    }

    int accepted() {
        return accepted.get();
    }

    /** Answers 503 that took no longer than it takes to say so. */
    int refusedAtOnce() {
        return refusedAtOnce.get();
    }

    /** An answer that no client can live with, and that ended one; null while there was none. */
    @Nullable
    String unexpected() {
        return unexpected;
    }

    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** Every client ends when its last batch is accepted. */
    void finish() {
        finishing = true;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(60));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
