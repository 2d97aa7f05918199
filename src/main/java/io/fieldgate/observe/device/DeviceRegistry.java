package io.fieldgate.observe.device;

import io.fieldgate.message.DeviceWatch;
import io.fieldgate.observe.Masks;
import io.fieldgate.observe.device.Share.Reject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All devices, in memory. What happens to messages is told to it on the threads of their routes, where it takes no lock and
 * makes nothing but a name; the rest is done now and then by {@link DeviceKeeper}. Any thread.
 */
public final class DeviceRegistry implements DeviceWatch {
    /** In bytes; others are no devices. */
    public static final int LONGEST_NAME = 256;
    /** Devices that are written at once, and messages that are kept for it: at most 16 MB of them. */
    static final int MOST_AT_ONCE = 8_000;
    /** Of a registry that is full so many are forgotten at once, if they are silent. */
    private static final int FORGOTTEN_SHARE = 50;

    private static final long COUNT_AGAIN_MILLIS = 1_000;

    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    /** As large as {@link #devices}, whose own answer would cost a walk. */
    private final AtomicInteger size = new AtomicInteger();

    /** Devices that keep a message until it is looked into. */
    private final AtomicInteger samples = new AtomicInteger();

    private final LongAdder overlooked = new LongAdder();
    private final DeviceProperties properties;
    private final String gateway;
    private final Values values;
    private final Lateness lateness;
    private final Clock clock;
    private Iterator<Device> walk = List.<Device>of().iterator();
    private volatile Counted counted = new Counted(0, Map.of());

    private record Counted(long at, Map<DeviceState, Integer> states) {}

    /**
     * An empty one.
     *
     * @param gateway tells this gateway from others
     * @param masks knows the values that are not kept
     */
    public DeviceRegistry(DeviceProperties properties, String gateway, Masks masks, Clock clock) {
        this.properties = properties;
        this.gateway = gateway;
        this.values = new Values(masks);
        this.lateness = new Lateness(properties.lateAfter(), properties.silentAfter());
        this.clock = clock;
    }

    @Override
    public void stored(String route, String topic, byte[] device, byte[] value) {
        Device known = device(device);
        if (known != null) {
            boolean sampled = value.length <= Values.MOST_BYTES && (known.hasSample() || samples.get() < MOST_AT_ONCE);
            if (known.stored(route, topic, sampled ? value : null, value.length, clock.millis())) {
                samples.incrementAndGet();
            }
        }
    }

    @Override
    public void answered(byte[] device, int bytes) {
        Device known = device(device);
        if (known != null) {
            known.answered(bytes, clock.millis());
        }
    }

    @Override
    public void rejected(String route, byte[] device, String code) {
        Device known = device(device);
        if (known != null) {
            known.rejected(new Reject(clock.millis(), code, route));
        }
    }

    private @Nullable Device device(byte[] key) {
        if (key.length == 0 || key.length > LONGEST_NAME || !properties.enabled()) {
            return null;
        }
        return device(new String(key, StandardCharsets.UTF_8));
    }

    /** Null when there are too many. */
    private @Nullable Device device(String id) {
        Device known = devices.get(id);
        if (known != null) {
            return known;
        }
        if (size.get() >= properties.limit()) {
            overlooked.increment();
            return null;
        }
        return devices.computeIfAbsent(id, name -> {
            size.incrementAndGet();
            return new Device(name, clock.millis());
        });
    }

    /** Takes in what a gateway says, null when that is nothing any more. */
    void put(String id, String by, @Nullable Share share) {
        if (by.equals(gateway)) {
            return;
        }
        if (share != null) {
            Device known = device(id);
            if (known != null) {
                known.put(share);
            }
            return;
        }
        devices.computeIfPresent(id, (name, known) -> {
            if (!known.remove(by)) {
                return known;
            }
            size.decrementAndGet();
            return null;
        });
    }

    /** Goes on where this gateway stood before it was started again. */
    void restore(Map<String, Share> own) {
        own.forEach((id, share) -> {
            Device known = device(id);
            if (known != null) {
                known.restore(share);
            }
        });
    }

    /** A device of which there is something to be written. */
    record Change(Device device, Share share) {}

    /** The next of what has changed, no device before all others had their turn. Used by one thread. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        long now = clock.millis();
        int left = size.get();
        while (left-- > 0 && changes.size() < MOST_AT_ONCE) {
            if (!walk.hasNext()) {
                walk = devices.values().iterator();
                if (!walk.hasNext()) {
                    break;
                }
            }
            Device device = walk.next();
            if (device.isChanged()) {
                changes.add(new Change(device, device.settle(gateway, values, samples, now)));
            }
        }
        return changes;
    }

    /**
     * Forgets devices that were not heard of for long, and when there are too many those that are silent for longest.
     *
     * @return what is to be taken out of the topic
     */
    List<ShareCodec.Key> forget() {
        long now = clock.millis();
        long oldest = now - properties.forgetAfter().toMillis();
        List<Device> gone = new ArrayList<>();
        devices.values().stream().filter(device -> device.heard() < oldest).forEach(gone::add);
        int most = properties.limit() - properties.limit() / FORGOTTEN_SHARE;
        if (size.get() - gone.size() > most) {
            devices.values().stream()
                    .filter(device -> device.heard() >= oldest && state(device, now) == DeviceState.SILENT)
                    .sorted(Comparator.comparingLong(Device::heard))
                    .limit(size.get() - gone.size() - most)
                    .forEach(gone::add);
        }
        List<ShareCodec.Key> keys = new ArrayList<>();
        for (Device device : gone) {
            if (devices.remove(device.id(), device)) {
                size.decrementAndGet();
                device.shares(gateway).forEach(share -> keys.add(new ShareCodec.Key(share.gateway(), device.id())));
            }
        }
        return keys;
    }

    private DeviceState state(Device device, long now) {
        return lateness.state(device.last(), device.interval(grace()), now);
    }

    /** How many devices of each state there are; no older than a second. */
    public Map<DeviceState, Integer> states() {
        Counted latest = counted;
        long now = clock.millis();
        if (now - latest.at >= COUNT_AGAIN_MILLIS || now < latest.at) {
            latest = new Counted(now, count(now));
            counted = latest;
        }
        return latest.states;
    }

    private Map<DeviceState, Integer> count(long now) {
        Map<DeviceState, Integer> states = new EnumMap<>(DeviceState.class);
        for (DeviceState state : DeviceState.values()) {
            states.put(state, 0);
        }
        devices.values().forEach(device -> states.merge(state(device, now), 1, Integer::sum));
        return states;
    }

    /** How many devices keep a message until it is looked into. */
    int samples() {
        return samples.get();
    }

    /** How many devices are known. */
    public int size() {
        return size.get();
    }

    /** Messages of devices that there was no room for. */
    public long overlooked() {
        return overlooked.sum();
    }

    /**
     * The devices that somebody wants to see.
     *
     * @throws IllegalArgumentException when {@code after} is no end of a page
     */
    public DevicePage find(DeviceQuery query) {
        long now = clock.millis();
        Pages pages = new Pages(query);
        Map<DeviceState, Integer> states = new EnumMap<>(count(now));
        devices.values().forEach(device -> {
            if (device.id().toLowerCase(Locale.ROOT).contains(query.search())
                    && (query.state() == null || query.state() == state(device, now))) {
                pages.add(device, key(device, query.order(), now));
            }
        });
        return new DevicePage(
                clock.instant(),
                pages.total(),
                states,
                pages.next(),
                pages.devices().stream().map(device -> view(device, now)).toList());
    }

    private double key(Device device, DeviceQuery.Order order, long now) {
        return switch (order) {
            case ID -> 0;
            case LAST_SEEN -> device.last();
            case MESSAGES -> device.messages();
            case RATE -> device.perMinute(now, grace());
            case REJECTS -> device.rejects();
        };
    }

    /** How late, in milliseconds, what other gateways say may be. */
    private long grace() {
        return 2 * properties.writeInterval().toMillis();
    }

    /** Null when there is no such device. */
    public @Nullable DeviceView find(String id) {
        Device device = devices.get(id);
        return device == null ? null : view(device, clock.millis());
    }

    private DeviceView view(Device device, long now) {
        return Views.of(
                device.id(),
                device.shares(gateway),
                lateness,
                device.interval(grace()),
                device.perMinute(now, grace()),
                device.bytesPerMinute(now, grace()),
                now);
    }
}
