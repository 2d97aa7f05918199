package io.fieldgate.file;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where {@code intake:} routes find files.
 *
 * @param root the folder that all paths are relative to and stay inside
 * @param checkpoints the folder that keeps how far each file is stored; it must survive a restart
 * @param checkpointInterval how often that is saved, and so how much a {@code kill -9} may repeat
 * @param instance tells this gateway from others that share a drop folder; must stay the same over restarts. By default the
 *     name of the host
 * @param maxFileSize a dropped file that is larger is not read
 */
@ConfigurationProperties("fieldgate.intake")
public record IntakeProperties(
        @DefaultValue("data/intake") Path root,
        @DefaultValue("data/checkpoints") Path checkpoints,
        @DefaultValue("500ms") Duration checkpointInterval,
        @Nullable String instance,
        @DefaultValue("100GB") DataSize maxFileSize) {
    public IntakeProperties {
        if (checkpointInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "fieldgate.intake.checkpoint-interval is " + checkpointInterval + ", allowed is 0s and more");
        }
    }
}
