package io.fieldgate.mqtt;

import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/** A certificate authority of its own for each test. */
public final class Authority {
    private static final char[] NO_PASSWORD = {};

    private final KeyPair keys = keys();
    private final X500Name name = new X500Name("CN=authority " + UUID.randomUUID());
    private final X509Certificate certificate = certificate(name, keys, null);

    /** TLS for one side: with a certificate for a host, or none; trusting this authority only. */
    public SSLContext context(@Nullable String host) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        context.init(host == null ? null : identity(host), trust.getTrustManagers(), null);
        return context;
    }

    private KeyManager[] identity(String host) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore(host, NO_PASSWORD), NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private KeyStore keyStore(String host, char[] password) throws Exception {
        KeyPair own = keys();
        KeyStore store = empty();
        store.setKeyEntry("own", own.getPrivate(), password, new X509Certificate[] {
            certificate(new X500Name("CN=" + host), own, host), certificate
        });
        return store;
    }

    private KeyStore trusted() throws Exception {
        KeyStore store = empty();
        store.setCertificateEntry("authority", certificate);
        return store;
    }

    /** As {@link #context}, as a bundle of the configuration. */
    public SslBundle bundle(@Nullable String host) throws Exception {
        return SslBundle.of(SslStoreBundle.of(
                host == null ? null : keyStore(host, NO_PASSWORD), new String(NO_PASSWORD), trusted()));
    }

    /** Writes a PKCS 12 file with a certificate for a host and its key. */
    public void writeIdentity(Path file, String host, String password) throws Exception {
        write(file, keyStore(host, password.toCharArray()), password);
    }

    /** Writes a PKCS 12 file with this authority, to be trusted. */
    public void writeTrust(Path file, String password) throws Exception {
        write(file, trusted(), password);
    }

    private static void write(Path file, KeyStore store, String password) throws Exception {
        Path next = Files.createTempFile(file.toAbsolutePath().getParent(), "identity", ".tmp");
        try (OutputStream out = Files.newOutputStream(next)) {
            store.store(out, password.toCharArray());
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes {@code key.pem} and {@code certificate.pem} for a host, and {@code authority.pem}, to be trusted. */
    public void writePem(Path folder, String host) throws Exception {
        KeyStore store = keyStore(host, NO_PASSWORD);
        writePem(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                store.getKey("own", NO_PASSWORD).getEncoded());
        writePem(
                folder.resolve("certificate.pem"),
                "CERTIFICATE",
                store.getCertificate("own").getEncoded());
        writePem(folder.resolve("authority.pem"), "CERTIFICATE", certificate.getEncoded());
    }

    private static void writePem(Path file, String what, byte[] content) throws Exception {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @param host that it is for; null: the authority's own */
    private X509Certificate certificate(X500Name subject, KeyPair own, @Nullable String host) {
        try {
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(64, new SecureRandom()),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofHours(1))),
                    subject,
                    own.getPublic());
            if (host == null) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
            }
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
