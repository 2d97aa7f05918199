package io.fieldgate.bridge.redis;

import io.fieldgate.bridge.Unreachable;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/** What the server or the client says, as a failure that says what helps. */
final class Refusal {
    private Refusal() {}

    /** @param what of the server it is about */
    static Failure of(Throwable thrown, String what) {
        return of(thrown, what, null);
    }

    /**
     * Of what was done with a key.
     *
     * @param what is to be there
     * @param key null when it was none that was refused
     */
    static Failure of(Throwable thrown, String what, @Nullable String key) {
        Failure known = Failure.in(thrown);
        if (known != null) {
            return known;
        }
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof JedisAccessControlException || cause instanceof JedisDataException) {
                return said(String.valueOf(cause.getMessage()), what, key, thrown);
            }
        }
        return Unreachable.of("Redis", "fieldgate.redis", thrown);
    }

    /** Whether something else is at the key. */
    static boolean isOfAnotherKind(JedisDataException refused) {
        return kind(String.valueOf(refused.getMessage())).equals("WRONGTYPE");
    }

    /** Redis begins each refusal with a word for its kind. */
    private static String kind(String message) {
        return message.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }

    private static Failure said(String message, String what, @Nullable String key, Throwable thrown) {
        String named = key == null ? "" : " '" + key + "'";
        return switch (kind(message)) {
            case "WRONGPASS", "NOAUTH" ->
                Failure.systemic(
                        "Redis does not accept the user",
                        "Correct fieldgate.redis.username and fieldgate.redis.password.",
                        thrown);
            case "NOPERM" ->
                Failure.systemic(
                        "the user may not use the " + what + named + " (" + message + ")",
                        "Give it the right by ACL SETUSER.",
                        thrown);
            case "WRONGTYPE" ->
                Failure.systemic(
                        "what is at the key" + named + " is no " + what,
                        "Correct the key or the kind in the route.",
                        thrown);
            case "OOM" -> Failure.temporary("Redis has no memory left (" + message + ")", thrown);
            case "NOGROUP" ->
                Failure.temporary(
                        "the " + what + named + " or its consumer group was deleted, it is made again", thrown);
            // A replica that is none for long, a server that starts, one that lacks its disk: all of that passes.
            default -> Failure.temporary("Redis refuses: " + message, thrown);
        };
    }
}
