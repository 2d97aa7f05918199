package io.fieldgate.bridge.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.bridge.Arrival;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAutoClaimParams;

/**
 * A consumer of a stream's group. It begins with what was given to it before and is not acknowledged (XREADGROUP from 0), then takes
 * what is new, and now and then what was given to another consumer that has not acknowledged it for long (XAUTOCLAIM).
 */
final class StreamInlet implements Inlet {
    private static final String FIRST = "0-0";
    /** As the id after which entries are wanted: those that nobody was given yet. */
    private static final String NEW = ">";

    private static final int MOST_CLAIMED = 100;
    /** Redis tells of a deleted entry whoever claims next, also while the one that has it is well. */
    private static final String OF_ANOTHER = " It was another consumer's, which may have stored it all the same.";

    private final Connector connector;
    private final String key;
    private final byte[] keyBytes;
    private final Group group;
    private final EntryReader entries;
    /** Read and not acknowledged; nobody may claim these from this very consumer. */
    private final Set<String> own = new HashSet<>();

    private final Portion portion = new Portion();

    private @Nullable Jedis connection;
    /** After which what was given before goes on; null when all of it has been read. */
    private @Nullable String again = FIRST;

    private long claimedNanos = System.nanoTime();
    /** From which claiming goes on; {@link Claim#ALL} when all that others have has been looked at. */
    private String claimFrom = Claim.ALL;

    /**
     * As whom it reads.
     *
     * @param name of the group
     * @param consumer in the group
     * @param start id after which a new group begins: 0, or $ for what comes from now on
     * @param claimAfter how long another consumer's entries may be un-acknowledged; null: for ever
     */
    record Group(
            String name,
            String consumer,
            String start,
            @Nullable Duration claimAfter) {}

    StreamInlet(Connector connector, String key, Group group, EntryReader entries) {
        this.connector = connector;
        this.key = key;
        this.keyBytes = key.getBytes(UTF_8);
        this.group = group;
        this.entries = entries;
    }

    @Override
    public void open() {
        try {
            Jedis made = connector.connect(Duration.ofSeconds(1));
            connection = made;
            made.xgroupCreate(keyBytes, group.name.getBytes(UTF_8), group.start.getBytes(UTF_8), true);
        } catch (JedisDataException refused) {
            if (!String.valueOf(refused.getMessage()).startsWith("BUSYGROUP")) {
                throw Refusal.of(refused, "stream", key);
            }
        } catch (RuntimeException refused) {
            throw Refusal.of(refused, "stream", key);
        }
    }

    @Override
    public List<Arrival> read(int most, Duration patience) {
        try {
            portion.begin();
            if (again != null) {
                List<Entry> given = readGroup(again, portion.of(most), null);
                again = given.isEmpty() ? null : given.get(given.size() - 1).id();
                if (!given.isEmpty()) {
                    return arrivals(given);
                }
            }
            List<Arrival> claimed = claim(most);
            return claimed.isEmpty() ? arrivals(fresh(most, patience)) : claimed;
        } catch (RuntimeException failed) {
            throw Refusal.of(failed, "stream", key);
        }
    }

    /** By portions, without a wait for more once something has come. */
    private List<Entry> fresh(int most, Duration patience) {
        List<Entry> read = new ArrayList<>();
        boolean more = true;
        while (more) {
            int asked = portion.of(most - read.size());
            List<Entry> came = readGroup(NEW, asked, read.isEmpty() ? patience : null);
            read.addAll(came);
            more = came.size() == asked && read.size() < most && portion.goesOn();
        }
        return read;
    }

    private List<Entry> readGroup(String after, int most, @Nullable Duration patience) {
        List<String> command =
                new ArrayList<>(List.of("GROUP", group.name, group.consumer, "COUNT", String.valueOf(most)));
        if (patience != null) {
            command.addAll(List.of("BLOCK", String.valueOf(Math.max(1, patience.toMillis()))));
        }
        command.addAll(List.of("STREAMS", key, after));
        String[] words = command.toArray(String[]::new);
        List<Entry> came = Entry.ofStream(
                patience == null
                        ? redis().sendCommand(Command.XREADGROUP, words)
                        : redis().sendBlockingCommand(Command.XREADGROUP, words));
        portion.came(most, came.stream().map(Entry::size).toList());
        return came;
    }

    /** What others have had for too long; not what this one has, though it may wait for Kafka even longer. */
    private List<Arrival> claim(int most) {
        Duration after = group.claimAfter;
        if (after == null || !claimIsDue(after)) {
            return List.of();
        }
        claimedNanos = System.nanoTime();
        // Not by portions: Redis looks at ten times as many, and what is not old enough yet is passed over until all
        // was looked at.
        int asked = Math.min(most, MOST_CLAIMED);
        Claim claim = Claim.of(redis().xautoclaim(
                        keyBytes,
                        group.name.getBytes(UTF_8),
                        group.consumer.getBytes(UTF_8),
                        after.toMillis(),
                        claimFrom.getBytes(UTF_8),
                        XAutoClaimParams.xAutoClaimParams().count(asked)));
        portion.came(asked, claim.entries().stream().map(Entry::size).toList());
        claimFrom = claim.next();
        if (claim.givenEmpty()) {
            again = FIRST;
        }
        List<Arrival> arrivals = arrivals(claim.entries());
        for (String id : claim.deleted()) {
            if (own.add(id)) {
                arrivals.add(new Arrival(new byte[0], Map.of(), place(id), id, trimmed(id, OF_ANOTHER)));
            }
        }
        return arrivals;
    }

    /** Now and then; and at once while Redis has more than it has told, which may be a whole window of one that has gone. */
    private boolean claimIsDue(Duration after) {
        return !claimFrom.equals(Claim.ALL) || System.nanoTime() - claimedNanos >= after.toNanos() / 2;
    }

    /** Of those that this one does not have yet. */
    private List<Arrival> arrivals(List<Entry> read) {
        List<Arrival> arrivals = new ArrayList<>(read.size());
        for (Entry entry : read) {
            String id = entry.id();
            if (!own.add(id)) {
                continue;
            }
            List<byte[]> fields = entry.fields();
            arrivals.add(
                    fields == null
                            ? new Arrival(new byte[0], Map.of(), place(id), id, trimmed(id, ""))
                            : entries.arrival(fields, place(id), id));
        }
        return arrivals;
    }

    private String place(String id) {
        return key + "@" + id;
    }

    private Failure trimmed(String id, String more) {
        return Failure.rejected(
                "TRIMMED",
                "The entry " + id + " was deleted from the stream '" + key
                        + "' after it had been given out and before it was acknowledged; only its id is left." + more,
                null);
    }

    @Override
    public void acknowledge(List<Arrival> settled) {
        try {
            redis().xack(
                            keyBytes,
                            group.name.getBytes(UTF_8),
                            settled.stream()
                                    .map(arrival -> arrival.token().toString().getBytes(UTF_8))
                                    .toArray(byte[][]::new));
            settled.forEach(arrival -> own.remove(arrival.token().toString()));
        } catch (RuntimeException failed) {
            throw Refusal.of(failed, "stream", key);
        }
    }

    private Jedis redis() {
        return Objects.requireNonNull(connection, "not open");
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
