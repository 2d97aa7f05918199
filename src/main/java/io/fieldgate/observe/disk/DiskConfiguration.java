package io.fieldgate.observe.disk;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what looks at the disk. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DiskProperties.class)
public class DiskConfiguration {
    @Bean(initMethod = "start", destroyMethod = "close")
    DiskWatch diskWatch(DiskProperties properties, ObjectProvider<DiskLook> look) {
        return new DiskWatch(properties, look.getIfAvailable(() -> () -> DiskSpace.of(properties.folder())));
    }

    @Bean("disk")
    DiskHealth diskHealth(DiskWatch disk, DiskProperties properties) {
        return new DiskHealth(disk, properties);
    }

    @Bean
    MeterBinder diskMeters(DiskWatch disk) {
        return meters -> {
            Gauge.builder("fieldgate.disk.free", disk, watch -> watch.space().free())
                    .description("Bytes free on the disk of fieldgate.disk.folder")
                    .baseUnit("bytes")
                    .register(meters);
            Gauge.builder("fieldgate.input.closed", disk, watch -> watch.closed() == null ? 0 : 1)
                    .description("1 while no input is taken because the disk is nearly full")
                    .register(meters);
        };
    }
}
