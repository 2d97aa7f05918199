package io.fieldgate.route.trial;

import io.fieldgate.database.DatabaseProperties;
import io.fieldgate.database.TablesProperties;
import io.fieldgate.file.IntakeProperties;
import io.fieldgate.http.IngestProperties;
import io.fieldgate.mqtt.MqttProperties;
import io.fieldgate.notify.WebhooksProperties;
import io.fieldgate.topic.KafkaProperties;
import io.fieldgate.topic.TopicsProperties;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** What the gateway's configuration says, read as the gateway reads it: config/, environment variables, defaults. */
public record Settings(
        Environment environment,
        KafkaProperties kafka,
        TopicsProperties topics,
        MqttProperties mqtt,
        DatabaseProperties database,
        TablesProperties tables,
        IngestProperties ingest,
        IntakeProperties intake,
        WebhooksProperties webhooks) {
    /**
     * What the files and the environment say.
     *
     * @throws Mistake when the configuration cannot be read
     */
    public static Settings read() {
        StandardEnvironment environment = new StandardEnvironment();
        try {
            ConfigDataEnvironmentPostProcessor.applyTo(environment);
        } catch (RuntimeException unreadable) {
            throw new Mistake("config: " + Mistake.root(unreadable), unreadable);
        }
        return of(environment);
    }

    /**
     * What an environment says.
     *
     * @throws Mistake when a value is not allowed
     */
    public static Settings of(Environment environment) {
        try {
            Binder binder = Binder.get(environment);
            return new Settings(
                    environment,
                    binder.bindOrCreate("fieldgate.kafka", KafkaProperties.class),
                    binder.bindOrCreate("fieldgate", TopicsProperties.class),
                    binder.bindOrCreate("fieldgate.mqtt", MqttProperties.class),
                    binder.bindOrCreate("fieldgate.database", DatabaseProperties.class),
                    binder.bindOrCreate("fieldgate", TablesProperties.class),
                    binder.bindOrCreate("fieldgate.ingest", IngestProperties.class),
                    binder.bindOrCreate("fieldgate.intake", IntakeProperties.class),
                    binder.bindOrCreate("fieldgate", WebhooksProperties.class));
        } catch (BindException wrong) {
            String origin = wrong.getOrigin() == null ? "" : " (" + wrong.getOrigin() + ")";
            throw new Mistake("config: " + wrong.getName() + origin + ": " + Mistake.root(wrong), wrong);
        } catch (RuntimeException unreadable) {
            throw new Mistake("config: " + Mistake.root(unreadable), unreadable);
        }
    }

    /** A property as routes name it in double braces; null when there is none. */
    @Nullable
    String property(String name) {
        String value = environment.getProperty(name);
        // Environment variables have no dots and dashes; Spring's rule for them is the same.
        return value != null
                ? value
                : environment.getProperty(
                        name.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", ""));
    }
}
