package io.fieldgate.observe.live;

import io.fieldgate.observe.RouteBoard;
import io.fieldgate.observe.RouteView;
import io.fieldgate.observe.device.DeviceRegistry;
import io.fieldgate.observe.disk.DiskSpace;
import io.fieldgate.observe.disk.DiskWatch;
import io.fieldgate.observe.live.Tick.RouteRates;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks at the gateway once a second, on a thread of its own, for all who want to see it. */
public final class Ticker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLI = 1_000;

    private final RouteBoard board;
    private final DeviceRegistry devices;
    private final DiskWatch disk;
    private final Sums sums;
    private final Troubles troubles;
    private final Live live;
    private final Changes changes;
    private @Nullable ScheduledExecutorService timer;
    // Only the timer's thread touches these.
    private Map<String, RouteView> before = Map.of();
    private Sums.Read readBefore = Sums.Read.NOTHING;
    private long nanosBefore;
    private final Drain drain;

    Ticker(
            RouteBoard board,
            DeviceRegistry devices,
            DiskWatch disk,
            Sums sums,
            Troubles troubles,
            Live live,
            Changes changes,
            Drain drain) {
        this.board = board;
        this.devices = devices;
        this.disk = disk;
        this.sums = sums;
        this.troubles = troubles;
        this.live = live;
        this.changes = changes;
        this.drain = drain;
    }

    @Override
    public synchronized void start() {
        if (timer != null) {
            return;
        }
        live.begin();
        nanosBefore = System.nanoTime();
        readBefore = sums.read();
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "fieldgate-ticker");
            thread.setDaemon(true);
            return thread;
        });
        var unused = timer.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            live.tick(tick());
        } catch (RuntimeException odd) {
            // One second is not shown; the next is tried again.
            log.debug("The gateway could not be looked at", odd);
        }
    }

    private Tick tick() {
        long nanos = System.nanoTime();
        double seconds = Math.max(1e-3, (nanos - nanosBefore) / NANOS);
        nanosBefore = nanos;
        List<RouteView> views = board.routes();
        List<Trouble> ill = troubles.now(views);
        changes.see(views, ill);
        Sums.Read read = sums.read();
        List<RouteRates> rates = new ArrayList<>();
        Map<String, RouteView> now = new HashMap<>();
        for (RouteView view : views) {
            now.put(view.id(), view);
            double letters = rate(read.deadLettersOf(view.id()), readBefore.deadLettersOf(view.id()), seconds);
            rates.add(rates(view, before.getOrDefault(view.id(), view), letters, seconds));
        }
        drain.keep(now.keySet());
        Tick tick = new Tick(
                Instant.now(),
                live.lastEvent(),
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()),
                ill,
                totals(rates, read, seconds),
                rates,
                devices.states(),
                new Tick.Alerts(read.pending(), read.firing()),
                resources());
        before = now;
        readBefore = read;
        return tick;
    }

    private RouteRates rates(RouteView now, RouteView then, double letters, double seconds) {
        double out = rate(now.sent(), then.sent(), seconds);
        return new RouteRates(
                now,
                rate(now.received(), then.received(), seconds),
                out,
                rate(now.failed(), then.failed(), seconds),
                drain.seconds(now.id(), now.lag(), out + letters));
    }

    private Tick.Totals totals(List<RouteRates> rates, Sums.Read read, double seconds) {
        return new Tick.Totals(
                rates.stream()
                        .filter(route -> route.view().isSource())
                        .mapToDouble(RouteRates::in)
                        .sum(),
                rate(read.sent(), readBefore.sent(), seconds),
                rates.stream().mapToDouble(RouteRates::failed).sum(),
                rate(read.rows(), readBefore.rows(), seconds),
                rate(read.allDeadLetters(), readBefore.allDeadLetters(), seconds),
                lag(rates),
                read.latency().since(readBefore.latency()));
    }

    private static @Nullable Long lag(List<RouteRates> rates) {
        Long all = null;
        for (RouteRates route : rates) {
            Long lag = route.view().lag();
            if (lag != null) {
                all = (all == null ? 0 : all) + lag;
            }
        }
        return all;
    }

    private static double rate(long now, long then, double seconds) {
        return rate((double) now, (double) then, seconds);
    }

    private static double rate(double now, double then, double seconds) {
        return Math.round(Math.max(0, now - then) / seconds * MILLI) / MILLI;
    }

    private Tick.Resources resources() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        DiskSpace space = disk.space();
        double cpu =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getProcessCpuLoad()
                        : -1;
        return new Tick.Resources(heap.getUsed(), heap.getMax(), cpu < 0 ? null : cpu, space.free(), space.total());
    }

    /** Before the server waits for the requests that are open, since these never end by themselves. */
    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
        live.closeAll();
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
