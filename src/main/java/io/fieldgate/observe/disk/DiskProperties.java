package io.fieldgate.observe.disk;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of the disk must stay free for messages to be taken.
 *
 * @param folder is on the disk that is looked at
 * @param minFree the least, in bytes; 0 to look away
 * @param minFreePercent the least, in percent of the disk; of a large disk never more than 5 GB are asked for; 0 to look away
 * @param interval how often it is looked at
 */
@ConfigurationProperties("fieldgate.disk")
public record DiskProperties(
        @DefaultValue("data") Path folder,
        @DefaultValue("500MB") DataSize minFree,
        @DefaultValue("5") int minFreePercent,
        @DefaultValue("1s") Duration interval) {
    private static final long MOST_OF_PERCENT = DataSize.ofGigabytes(5).toBytes();

    /** @throws IllegalArgumentException naming the key at fault and what is allowed */
    public DiskProperties {
        if (minFreePercent < 0 || minFreePercent > 99) {
            throw new IllegalArgumentException(
                    "fieldgate.disk.min-free-percent is " + minFreePercent + ", allowed is 0 to 99");
        }
        if (minFree.isNegative()) {
            throw new IllegalArgumentException(
                    "fieldgate.disk.min-free is " + minFree + ", allowed is 0 and more, such as 500MB");
        }
        if (interval.toMillis() < 10) {
            throw new IllegalArgumentException(
                    "fieldgate.disk.interval is " + interval + ", allowed is 10ms and longer");
        }
    }

    /** The least free bytes of a disk of this size. */
    long least(long total) {
        return Math.max(minFree.toBytes(), Math.min(MOST_OF_PERCENT, total / 100 * minFreePercent));
    }
}
