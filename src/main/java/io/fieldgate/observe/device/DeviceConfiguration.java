package io.fieldgate.observe.device;

import io.fieldgate.observe.Masks;
import io.fieldgate.topic.KafkaProperties;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what is known of devices. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeviceProperties.class)
public class DeviceConfiguration {
    @Bean
    DeviceRegistry deviceRegistry(DeviceProperties properties, KafkaProperties kafka, Masks masks) {
        return new DeviceRegistry(properties, kafka.gateway(), masks, Clock.systemUTC());
    }

    @Bean(destroyMethod = "close")
    DeviceKeeper deviceKeeper(DeviceProperties properties, KafkaProperties kafka, DeviceRegistry registry) {
        DeviceKeeper keeper = new DeviceKeeper(
                registry,
                new DeviceTopic(kafka::clientSettings, properties.topic()),
                kafka.gateway(),
                properties.writeInterval());
        if (properties.enabled()) {
            keeper.start();
        }
        return keeper;
    }

    @Bean
    MeterBinder deviceMeters(DeviceRegistry registry) {
        return meters -> {
            for (DeviceState state : DeviceState.values()) {
                Gauge.builder("fieldgate.devices", () -> registry.states().getOrDefault(state, 0))
                        .description("Devices, by whether they send as usual")
                        .tag("state", state.text())
                        .register(meters);
            }
            FunctionCounter.builder("fieldgate.devices.overlooked", registry, DeviceRegistry::overlooked)
                    .description("Messages of devices beyond fieldgate.devices.limit; only their device is not kept")
                    .register(meters);
        };
    }
}
