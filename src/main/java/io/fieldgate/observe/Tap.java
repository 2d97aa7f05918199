package io.fieldgate.observe;

import io.fieldgate.message.Batch;
import io.fieldgate.message.Bystander;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.observe.TapListener.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Lets people look at messages on their way through routes. It stands around every step, and while nobody looks it costs a
 * look at one field.
 */
public final class Tap implements InterceptStrategy, Bystander, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Tap.class);
    private static final int MOST_LISTENERS = 8;

    private final Masks masks;
    private volatile List<TapListener> listeners = List.of();
    private volatile boolean running;
    /** Under this object's lock. */
    private boolean over;

    Tap(Masks masks) {
        this.masks = masks;
    }

    /**
     * Begins to show a route.
     *
     * @return who is to be closed by the caller; null when too many look already, or the gateway stops
     */
    public synchronized @Nullable TapListener open(TapWish wish) {
        if (over || listeners.size() >= MOST_LISTENERS) {
            return null;
        }
        TapListener[] opened = new TapListener[1];
        opened[0] = new TapListener(wish, masks, System::nanoTime, () -> forget(opened[0]));
        List<TapListener> more = new ArrayList<>(listeners);
        more.add(opened[0]);
        listeners = List.copyOf(more);
        return opened[0];
    }

    private synchronized void forget(TapListener gone) {
        listeners = listeners.stream().filter(listener -> listener != gone).toList();
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, @Nullable Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (listeners.isEmpty()) {
                    return super.process(exchange, callback);
                }
                if (isFirst(step)) {
                    look(step, exchange, true);
                }
                return super.process(exchange, inPlace -> {
                    try {
                        look(step, exchange, false);
                    } finally {
                        callback.done(inPlace);
                    }
                });
            }
        };
    }

    private static boolean isFirst(NamedNode step) {
        return step.getParent() instanceof RouteDefinition route
                && !route.getOutputs().isEmpty()
                && route.getOutputs().get(0) == step;
    }

    private void look(NamedNode step, Exchange exchange, boolean entering) {
        try {
            String route = CamelContextHelper.getRouteId(step);
            for (TapListener listener : listeners) {
                if (route != null && listener.looksAt(route)) {
                    look(listener, step.getId(), exchange, entering);
                }
            }
        } catch (RuntimeException unseen) {
            // Whatever is odd about a message, its route must not fail because somebody looks.
            LOG.debug("A message could not be shown", unseen);
        }
    }

    private static void look(TapListener listener, String step, Exchange exchange, boolean entering) {
        Throwable failure = exchange.getException();
        Object body = exchange.getMessage().getBody();
        if (body instanceof Batch batch) {
            for (Batch.Entry entry : batch.look()) {
                // The exchange fails when one entry has; the others may be stored.
                Throwable own = batch.isTaken() ? batch.failure(entry) : failure;
                look(listener, step, exchange, entering, own, entry.ownHeaders(), entry.body());
            }
        } else {
            look(
                    listener,
                    step,
                    exchange,
                    entering,
                    failure,
                    exchange.getMessage().getHeaders(),
                    body);
        }
    }

    private static void look(
            TapListener listener,
            String step,
            Exchange exchange,
            boolean entering,
            @Nullable Throwable failure,
            Map<String, Object> headers,
            @Nullable Object body) {
        Object device = headers.get(RecordHeaders.DEVICE);
        if (device == null) {
            device = headers.get(RecordHeaders.PREFIX + RecordHeaders.DEVICE);
        }
        String name = device == null ? null : String.valueOf(device);
        if (listener.wants(step, name, failure != null)) {
            listener.put(new Seen(
                    System.currentTimeMillis(),
                    step,
                    entering,
                    exchange.getExchangeId(),
                    name,
                    new LinkedHashMap<>(headers),
                    body == null ? null : kept(body),
                    failure == null ? null : String.valueOf(failure.getMessage())));
        }
    }

    /** Others than bytes may change, or can be read only once; and what is large would fill the memory of who is slow. */
    private static Object kept(Object body) {
        if (body instanceof byte[] bytes) {
            return bytes.length > Masks.MOST_BYTES ? bytes.length + " bytes" : bytes;
        }
        String text = shown(body);
        return text.length() > Masks.MOST_BYTES ? text.length() + " characters" : text;
    }

    private static String shown(Object body) {
        return body instanceof CharSequence || body instanceof Map || body instanceof Iterable || body instanceof Number
                ? body.toString()
                : body.getClass().getSimpleName();
    }

    @Override
    public synchronized void start() {
        over = false;
        running = true;
    }

    /**
     * Before the server waits for the requests that are open, since these never end by themselves; who comes from then on is
     * sent away.
     */
    @Override
    public void stop() {
        List<TapListener> all;
        synchronized (this) {
            over = true;
            all = listeners;
        }
        all.forEach(TapListener::close);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
