package io.fieldgate.notify;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told of alerts.
 *
 * @param enabled false: nobody is told by this gateway
 * @param file with the receivers
 */
@ConfigurationProperties("fieldgate.notify")
public record NotifyProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("config/receivers.yaml") Path file) {}
