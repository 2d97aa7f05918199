package io.fieldgate.embedded;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One simulated machine: temperature follows the day, humidity falls when it is warm, vibration comes with work, the
 * battery empties by day and is charged at night. Noise drifts instead of jumping (an Ornstein-Uhlenbeck process), and is
 * the same for the same seed. Time is an argument; it must not go backwards. Not thread-safe.
 */
final class DeviceModel {
    private static final double SECONDS_PER_DAY = 86_400;
    /** How fast the noise returns to zero: after this many seconds a third of it is left. */
    private static final double NOISE_SECONDS = 60;
    /** Degrees of a machine that overheats. */
    private static final double HOT = 90;

    private final SplittableRandom random;
    private final double offset;
    private double noise;
    private long last = Long.MIN_VALUE;

    DeviceModel(long seed) {
        random = new SplittableRandom(seed);
        offset = gaussian();
    }

    /**
     * The reading at a time, as JSON.
     *
     * @param hot whether the machine overheats
     */
    String reading(Instant now, boolean hot) {
        drift(now.getEpochSecond());
        double day = now.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / SECONDS_PER_DAY;
        // Coldest at three in the morning, warmest at three in the afternoon.
        double warmth = Math.sin(2 * Math.PI * (day - 0.375));
        double temperature = hot ? HOT + noise : 22 + offset + 6 * warmth + noise;
        double humidity = 50 - 12 * warmth - 2 * noise;
        boolean working = day > 0.25 && day < 0.9 && now.getEpochSecond() / 120 % 3 != 0;
        double vibration = working ? 2.4 + 0.3 * noise : 0.1;
        double battery = day < 0.25 ? 40 + 240 * day : 100 - 80 * (day - 0.25);
        return String.format(
                Locale.ROOT,
                "{\"ts\":\"%s\",\"temperature\":%.2f,\"humidity\":%.1f,\"vibration\":%.3f,\"battery\":%.1f}",
                now,
                temperature,
                Math.max(0, Math.min(100, humidity)),
                Math.max(0, vibration),
                battery);
    }

    private void drift(long now) {
        double elapsed = last == Long.MIN_VALUE ? NOISE_SECONDS : Math.max(0, now - last);
        last = now;
        double kept = Math.exp(-elapsed / NOISE_SECONDS);
        noise = noise * kept + 0.5 * Math.sqrt(1 - kept * kept) * gaussian();
    }

    /** Sum of twelve uniform numbers less six: normal enough, and never beyond six. */
    private double gaussian() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
