package io.fieldgate.bridge;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Properties of which nothing is configured, for a component that Camel makes by itself. */
public final class Defaults {
    private Defaults() {}

    /**
     * Makes them.
     *
     * @param section the beginning of their keys
     */
    public static <T> T of(String section, Class<T> properties) {
        return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(section, properties);
    }
}
