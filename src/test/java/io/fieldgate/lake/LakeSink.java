package io.fieldgate.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.contract.Item;
import io.fieldgate.contract.SinkFixture;
import io.fieldgate.database.Table;
import io.fieldgate.database.Tables;
import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionSink;
import io.fieldgate.message.PositionStore;
import io.fieldgate.message.Progress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** {@code lake:} with a local folder. A message has arrived when the position of its partition has passed it. */
public final class LakeSink implements SinkFixture {
    private static final Place PLACE = new Place("fieldgate.contract", "contract", 0);
    private static final Rolling AT_ONCE = new Rolling(Duration.ZERO, Long.MAX_VALUE, "zstd");
    private static final Table TABLE = Tables.read("""
            name: contract
            columns:
              - { name: device, from: key }
              - { name: number, type: long }
            """);

    private @Nullable Path folder;
    private volatile boolean away;

    @Override
    public String name() {
        return "Parquet files (`lake:`)";
    }

    @Override
    public void open() throws Exception {
        folder = Files.createTempDirectory("lake");
    }

    private Path folder() {
        return Objects.requireNonNull(folder, "not open");
    }

    @Override
    public Sending start() {
        return new Partition();
    }

    @Override
    public List<Item> taken() throws Exception {
        List<Item> items = new ArrayList<>();
        for (String row : new LakeReader(folder().resolve(TABLE.name()))
                .query("SELECT number, device FROM FILES ORDER BY kafka_offset")) {
            int end = row.indexOf('|');
            items.add(new Item(row.substring(end + 1), Integer.parseInt(row.substring(0, end))));
        }
        return items;
    }

    @Override
    public void cut() {
        away = true;
    }

    @Override
    public void restore() {
        away = false;
    }

    @Override
    public void close() throws Exception {
        FileSystemUtils.deleteRecursively(folder);
    }

    /** A source of one partition, as {@code topic:} is. */
    private final class Partition implements Sending, PositionSink {
        private final DefaultCamelContext camel = new DefaultCamelContext();
        private final Lake lake = new Lake(
                TABLE.name(),
                () -> TABLE,
                new FarStorage(new LocalStorage(folder()), () -> away),
                AT_ONCE,
                LakeMeters.in(new SimpleMeterRegistry(), TABLE.name()));
        private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        private final NavigableMap<Long, CompletableFuture<@Nullable Throwable>> open = new TreeMap<>();
        private @Nullable Run run;

        Partition() {
            look();
            var unused = watch.scheduleWithFixedDelay(this::look, 20, 20, TimeUnit.MILLISECONDS);
        }

        @Override
        public PositionStore positions() {
            return lake.positions();
        }

        @Override
        public boolean gathers() {
            return true;
        }

        /** Tells what has arrived, and begins again where that ends when the rest was given up. */
        private synchronized void look() {
            Run now = run;
            if (now != null) {
                NavigableMap<Long, CompletableFuture<@Nullable Throwable>> stored =
                        open.headMap(now.bookmark.known().next(), false);
                stored.values().forEach(end -> end.complete(null));
                stored.clear();
                if (now.bookmark.loss() == null) {
                    return;
                }
                open.values().forEach(end -> end.complete(Failure.temporary("It was given up.", null)));
                open.clear();
                run = null;
            }
            try {
                Position stored = positions().load(PLACE);
                run = new Run(new Bookmark(
                        this, PLACE, stored.next() < 0 ? positions().restart(PLACE, stored, 0, "first") : stored));
            } catch (Failure away) {
                // It is asked again.
            }
        }

        @Override
        public CompletableFuture<@Nullable Throwable> send(Item item) {
            return send(item.key(), "{\"number\":" + item.number() + "}");
        }

        @Override
        public CompletableFuture<@Nullable Throwable> sendBad(Item item) {
            return send(item.key(), "{\"number\":\"many\"}");
        }

        private synchronized CompletableFuture<@Nullable Throwable> send(String key, String json) {
            Run now = run;
            if (now == null || now.bookmark.loss() != null) {
                return CompletableFuture.completedFuture(Failure.temporary("Nobody knows where to begin.", null));
            }
            long offset = now.next++;
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody(json.getBytes(UTF_8));
            exchange.getMessage().setHeader(KafkaConstants.KEY, key.getBytes(UTF_8));
            exchange.getMessage().setHeader(KafkaConstants.TOPIC, PLACE.topic());
            exchange.getMessage().setHeader(KafkaConstants.PARTITION, PLACE.partition());
            exchange.getMessage().setHeader(KafkaConstants.OFFSET, offset);
            CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
            try {
                lake.take(exchange, new Progress(now, offset, exchange), offset);
                open.put(offset, end);
            } catch (Failure failure) {
                end.complete(failure);
            }
            now.isDone(offset);
            return end;
        }

        @Override
        public void close() throws Exception {
            watch.shutdown();
            lake.close();
            look();
            camel.stop();
        }
    }

    /** From some offset on. */
    private static final class Run implements Progress.Reading {
        private final Bookmark bookmark;
        private final Set<Object> done = new HashSet<>();
        private long next;

        Run(Bookmark bookmark) {
            this.bookmark = bookmark;
            this.next = bookmark.known().next();
        }

        synchronized void isDone(long offset) {
            done.add(offset);
        }

        @Override
        public Bookmark bookmark() {
            return bookmark;
        }

        @Override
        public synchronized long after(Set<Object> places) {
            long after = bookmark.known().next();
            while (done.contains(after) || places.contains(after)) {
                after++;
            }
            return after;
        }
    }
}
