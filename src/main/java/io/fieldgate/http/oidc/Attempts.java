package io.fieldgate.http.oidc;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** Logins on their way at the provider: few enough for the memory, each for a while and for one answer. For any thread. */
public final class Attempts {
    /** How long somebody may take at the provider. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int MOST = 10_000;

    private final Map<String, Attempt> byKey = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param before the session of the browser by then, which ends with the login
     */
    public record Attempt(
            OAuth2AuthorizationRequest request, @Nullable HttpSession before, long begun) {
        /** One that begins now. */
        public Attempt(OAuth2AuthorizationRequest request, @Nullable HttpSession before) {
            this(request, before, System.nanoTime());
        }

        boolean isOver() {
            return System.nanoTime() - begun > LONGEST.toNanos();
        }
    }

    /** Keeps one, and forgets the eldest for it when there are too many; by the key that only its browser has it is found. */
    public synchronized String add(Attempt attempt) {
        // The eldest stand first.
        while (!byKey.isEmpty() && byKey.values().iterator().next().isOver()) {
            byKey.remove(byKey.keySet().iterator().next());
        }
        if (byKey.size() >= MOST) {
            byKey.remove(byKey.keySet().iterator().next());
        }
        // 122 bits of a secure random number.
        String key = UUID.randomUUID().toString();
        byKey.put(key, attempt);
        return key;
    }

    /** Takes it out; null when there is none. */
    public synchronized @Nullable Attempt take(String key) {
        Attempt attempt = byKey.remove(key);
        return attempt == null || attempt.isOver() ? null : attempt;
    }
}
