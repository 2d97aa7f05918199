package io.fieldgate.command;

import io.fieldgate.bridge.TlsContexts;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The bundles of certificates that the configuration names, as Spring Boot makes them for the gateway. */
final class Certificates {
    private final Environment environment;

    Certificates(Environment environment) {
        this.environment = environment;
    }

    /**
     * What a connection is encrypted with.
     *
     * @param section of the configuration that names the bundle, such as {@code fieldgate.mqtt}
     * @param bundle null: what Java trusts
     */
    Supplier<SSLContext> of(String section, @Nullable String bundle) {
        if (bundle == null) {
            return TlsContexts::ofJava;
        }
        SslProperties bundles = Binder.get(environment).bindOrCreate("spring.ssl", SslProperties.class);
        var pem = bundles.getBundle().getPem().get(bundle);
        var jks = bundles.getBundle().getJks().get(bundle);
        if (pem == null && jks == null) {
            throw new IllegalArgumentException(
                    section + ".ssl-bundle is '" + bundle + "', and spring.ssl.bundle has none of that name");
        }
        return () -> {
            try {
                return (pem == null ? PropertiesSslBundle.get(jks) : PropertiesSslBundle.get(pem)).createSslContext();
            } catch (RuntimeException unreadable) {
                throw Failure.systemic(
                        "the bundle '" + bundle + "' cannot be read: " + Causes.words(Causes.root(unreadable)),
                        "Correct spring.ssl.bundle, or " + section + ".ssl-bundle.",
                        unreadable);
            }
        };
    }
}
