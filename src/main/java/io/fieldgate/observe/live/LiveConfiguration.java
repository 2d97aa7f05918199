package io.fieldgate.observe.live;

import io.fieldgate.observe.RouteBoard;
import io.fieldgate.observe.device.DeviceRegistry;
import io.fieldgate.observe.disk.DiskWatch;
import io.fieldgate.route.reload.RouteReload;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what shows the gateway as it is. */
@Configuration(proxyBeanMethods = false)
public class LiveConfiguration {
    @Bean
    Live live() {
        return new Live();
    }

    @Bean
    Troubles troubles(CamelContext camel, ListableBeanFactory beans) {
        return new Troubles(camel, () -> beans.getBeansOfType(HealthIndicator.class, false, false));
    }

    /** Must not ask for Camel itself: Spring would start Camel for it, before Camel has its routes. */
    @Bean
    Ticker ticker(
            RouteBoard board,
            DeviceRegistry devices,
            DiskWatch disk,
            MeterRegistry meters,
            Troubles troubles,
            Live live,
            RouteReload reload) {
        return new Ticker(
                board, devices, disk, new Sums(meters), troubles, live, new Changes(live, reload), new Drain(meters));
    }
}
