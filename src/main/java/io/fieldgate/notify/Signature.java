package io.fieldgate.notify;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How what is POSTed is signed, so that its receiver knows who has sent it, and when. */
final class Signature {
    /** {@code t=SECONDS,v1=HEX}: when it was signed, and the HMAC-SHA256 of that time, a dot, and the body. */
    static final String HEADER = "X-Fieldgate-Signature";

    private static final String HMAC = "HmacSHA256";

    private Signature() {}

    /** The value of the header. */
    static String of(String secret, Instant now, byte[] body) {
        long time = now.getEpochSecond();
        return "t=" + time + ",v1=" + hmac(secret, time, body);
    }

    static String hmac(String secret, long time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has " + HMAC, impossible);
        }
    }
}
