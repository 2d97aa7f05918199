package io.fieldgate.bridge;

import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** Whom a connection that wants TLS trusts, and what it shows of itself. To be asked at each connection. */
public final class TlsContexts {
    private TlsContexts() {}

    /**
     * That of a bundle, as it is at each connection, so that renewed certificates are used
     * ({@code spring.ssl.bundle.*.reload-on-update}).
     *
     * @param bundle null: {@link #ofJava}
     * @throws org.springframework.boot.ssl.NoSuchSslBundleException when there is no bundle of this name
     */
    public static Supplier<SSLContext> of(@Nullable String bundle, SslBundles bundles) {
        if (bundle == null) {
            return TlsContexts::ofJava;
        }
        bundles.getBundle(bundle);
        return () -> bundles.getBundle(bundle).createSslContext();
    }

    /** The authorities that Java trusts, and no certificate of ours. */
    public static SSLContext ofJava() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
