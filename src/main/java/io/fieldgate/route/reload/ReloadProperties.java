package io.fieldgate.route.reload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How changes of route files come into effect.
 *
 * @param enabled false: only when somebody asks, by POST to /api/v1/config/reload
 * @param interval how often the files are looked at; a change is taken when two looks see the same
 */
@ConfigurationProperties("fieldgate.reload")
public record ReloadProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1s") Duration interval) {
    public ReloadProperties {
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "fieldgate.reload.interval is " + interval + ", allowed is 1ms and more");
        }
    }
}
