package io.fieldgate.http;

import io.fieldgate.message.Failure;
import io.fieldgate.message.LogFields;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one request, from the first byte of its body to its answer. No thread waits for it: the container's read what
 * has come, the {@link Watch} ends what takes too long, and whoever ends the last record answers.
 */
final class Reception implements ReadListener, AsyncListener, Delivery.Client {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final long AGAIN_SECONDS = 5;

    private enum Stage {
        READING,
        DELIVERING,
        ANSWERED
    }

    private final IngestComponent component;
    private final Admitted admitted;
    private final HttpServletResponse response;
    private final AsyncContext async;
    private final ServletInputStream in;
    private final Body body;
    private Stage stage = Stage.READING;
    private final long begun = System.nanoTime();
    private long progress = begun;
    private volatile @Nullable Delivery delivery;

    private Reception(
            IngestComponent component, Admitted admitted, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        this.component = component;
        this.admitted = admitted;
        this.response = response;
        this.in = request.getInputStream();
        IngestProperties limits = component.properties();
        boolean one = admitted.format() == BodyFormat.BYTES && !admitted.gzip();
        this.body = new Body(component.room(), request.getContentLengthLong(), (int)
                (one ? limits.maxRecordSize() : limits.maxBodySize()).toBytes());
        this.async = request.startAsync(request, response);
    }

    /** Begins to read. */
    static void begin(
            IngestComponent component, Admitted admitted, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Reception reception = new Reception(component, admitted, request, response);
        // The watch has its own patience, for each stage.
        reception.async.setTimeout(0);
        reception.async.addListener(reception);
        component.watch().add(reception);
        reception.in.setReadListener(reception);
    }

    @Override
    public void onDataAvailable() {
        synchronized (this) {
            if (stage != Stage.READING) {
                return;
            }
            try {
                if (body.read(in)) {
                    progress = System.nanoTime();
                }
            } catch (Problem refused) {
                refuse(refused);
            } catch (IOException broken) {
                LOG.debug("Request {} was cut off", admitted.id(), broken);
                refuse(Problem.of(400, "INCOMPLETE", "The body is cut off, or its chunks are malformed."));
            }
        }
    }

    @Override
    public void onAllDataRead() {
        synchronized (this) {
            if (stage != Stage.READING) {
                return;
            }
            stage = Stage.DELIVERING;
            progress = System.nanoTime();
        }
        Delivery begins = new Delivery(component, admitted, body.size(), this);
        try {
            delivery = begins;
            begins.begin(body.complete());
        } catch (Problem refused) {
            begins.end();
            refuse(refused);
        } catch (Failure rejected) {
            begins.end();
            refuse(Problem.of(rejected));
        } catch (RuntimeException unexpected) {
            begins.end();
            LOG.atError()
                    .addKeyValue(LogFields.ROUTE, admitted.consumer().getRouteId())
                    .setCause(unexpected)
                    .log(
                            "Route {}: request {} is answered with 500. Report this with the lines that follow.",
                            admitted.consumer().getRouteId(),
                            admitted.id());
            refuse(Problem.of(500, "INTERNAL", "The gateway has failed."));
        }
    }

    /** Ends it when it takes too long. */
    void look(long now) {
        IngestProperties limits = component.properties();
        Delivery overdue = null;
        synchronized (this) {
            if (stage == Stage.READING
                    && (now - progress > limits.readTimeout().toNanos()
                            || now - begun > limits.bodyTimeout().toNanos())) {
                refuse(Problem.of(
                        408,
                        "SLOW",
                        "The body took too long: allowed are "
                                + limits.readTimeout().toSeconds() + " s of silence, and "
                                + limits.bodyTimeout().toSeconds() + " s for all of it."));
            } else if (stage == Stage.DELIVERING
                    && now - progress > limits.requestTimeout().toNanos()) {
                overdue = delivery;
            }
        }
        if (overdue != null) {
            overdue.abandon();
            admitted.consumer()
                    .report(Failure.temporary(
                            "Kafka has not stored a record within " + TimeUnit.NANOSECONDS.toSeconds(now - progress)
                                    + " s.",
                            null));
            refuse(Problem.temporary(
                    "TIMEOUT",
                    "Kafka has not acknowledged all of it in time. Whether it is stored is not known: repeat it with the same"
                            + " Idempotency-Key.",
                    AGAIN_SECONDS));
        }
    }

    @Override
    public void refuse(Problem problem) {
        answer(Answer.of(problem, admitted.id()), problem.code());
    }

    @Override
    public void accept(Answer answer) {
        answer(answer, null);
    }

    private synchronized void answer(Answer answer, @Nullable String refused) {
        if (stage == Stage.ANSWERED) {
            return;
        }
        if (refused != null) {
            admitted.consumer().refused(refused);
            LOG.debug("Route {}: request {} is refused: {}", admitted.consumer().getRouteId(), admitted.id(), refused);
        }
        if (stage == Stage.READING) {
            // What is not read yet would be taken for the next request.
            response.setHeader("Connection", "close");
            body.giveBack();
        }
        try {
            answer.write(response);
        } catch (IOException gone) {
            LOG.debug("Request {} has no client any more", admitted.id(), gone);
        }
        end();
    }

    private void end() {
        stage = Stage.ANSWERED;
        component.watch().remove(this);
        try {
            async.complete();
        } catch (IllegalStateException gone) {
            LOG.debug("Request {} has ended by itself", admitted.id(), gone);
        }
    }

    /** The client has gone. What is on its way to Kafka stays so. */
    @Override
    public synchronized void onError(Throwable cut) {
        LOG.debug("Request {} was cut off", admitted.id(), cut);
        if (stage != Stage.ANSWERED) {
            if (stage == Stage.READING) {
                body.giveBack();
            }
            end();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        onError(event.getThrowable());
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
