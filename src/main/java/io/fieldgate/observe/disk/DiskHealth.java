package io.fieldgate.observe.disk;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Down while no input is taken because the disk is nearly full. Asks nobody, so it never waits. */
final class DiskHealth implements HealthIndicator {
    private final DiskWatch disk;
    private final DiskProperties properties;

    DiskHealth(DiskWatch disk, DiskProperties properties) {
        this.disk = disk;
        this.properties = properties;
    }

    @Override
    public Health health() {
        DiskSpace space = disk.space();
        DiskWatch.Closed closed = disk.current();
        Health.Builder health = closed == null
                ? Health.up()
                : Health.down()
                        .withDetail("cause", String.valueOf(closed.failure().getMessage()))
                        .withDetail("cure", String.valueOf(closed.failure().cure()))
                        .withDetail("since", closed.since().toString());
        return health.withDetail("folder", properties.folder().toAbsolutePath().toString())
                .withDetail("free", space.free())
                .withDetail("total", space.total())
                .withDetail("least", properties.least(space.total()))
                .build();
    }
}
