package io.fieldgate.observe.device;

import io.fieldgate.observe.device.DeviceView.ByGateway;
import io.fieldgate.observe.device.DeviceView.LastReject;
import io.fieldgate.observe.device.Share.Reject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds up what several gateways have seen of a device; of what cannot be added the newest counts. */
final class Views {
    private Views() {}

    /** @param shares may be none, of a device that is being forgotten */
    static DeviceView of(
            String id,
            List<Share> shares,
            Lateness lateness,
            long interval,
            double perMinute,
            double bytesPerMinute,
            long now) {
        Share newest =
                shares.stream().max(Comparator.comparingLong(Share::last)).orElse(null);
        long last = newest == null ? 0 : newest.last();
        return new DeviceView(
                id,
                lateness.state(last, interval, now),
                Instant.ofEpochMilli(
                        shares.stream().mapToLong(Share::first).min().orElse(now)),
                moment(last),
                newest == null ? null : newest.route(),
                newest == null ? null : newest.topic(),
                shares.stream().mapToLong(Share::messages).sum(),
                shares.stream().mapToLong(Share::bytes).sum(),
                perMinute,
                bytesPerMinute,
                interval == 0 ? null : Duration.ofMillis(interval),
                Duration.ofMillis(lateness.lateAfter(interval)),
                Duration.ofMillis(lateness.silentAfter(interval)),
                ShareCodec.values(newest == null ? null : newest.values()),
                shares.stream().mapToLong(Share::rejects).sum(),
                reject(shares),
                shares.stream().map(Views::byGateway).toList());
    }

    private static @Nullable LastReject reject(List<Share> shares) {
        return shares.stream()
                .map(Share::reject)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .max(Comparator.comparingLong(Reject::at))
                .map(last -> new LastReject(Instant.ofEpochMilli(last.at()), last.code(), last.route()))
                .orElse(null);
    }

    private static ByGateway byGateway(Share share) {
        return new ByGateway(share.gateway(), share.messages(), share.bytes(), share.rejects(), moment(share.last()));
    }

    private static @Nullable Instant moment(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
