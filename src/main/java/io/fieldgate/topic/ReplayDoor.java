package io.fieldgate.topic;

import io.fieldgate.message.Reentry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where letters go back: those of a route that reads a topic into this topic, all others into their route. Whatever the
 * headers of a letter say, it is a way that is there today: a letter cannot choose a topic.
 */
final class ReplayDoor {
    private final CamelContext camel;

    ReplayDoor(CamelContext camel) {
        this.camel = camel;
    }

    /** Whether there is its route at all; it is missing for a moment while it is swapped. */
    boolean isThere(Letter letter) {
        Route route = camel.getRoute(letter.route());
        return route != null && (!letter.atIntake() || route.getConsumer() != null);
    }

    /** Why there is none for this letter today; null when there is one. */
    @Nullable
    String objection(OpenLetter opened, boolean edited) {
        Letter letter = opened.letter();
        Route route = camel.getRoute(letter.route());
        if (route == null) {
            return "There is no route '" + letter.route() + "' today.";
        }
        Endpoint from = route.getEndpoint();
        if (!letter.atIntake()) {
            boolean reads =
                    from instanceof TopicEndpoint topic && topic.getName().equals(letter.topic());
            boolean itsOwn = letter.place().topic().equals(letter.topic() + TopicSpec.DEAD_LETTER_SUFFIX);
            return reads && itsOwn
                    ? null
                    : "The route '" + letter.route() + "' does not read the topic of this letter today.";
        }
        if (from instanceof TopicEndpoint || !(route.getConsumer() instanceof DefaultConsumer)) {
            return "The route '" + letter.route() + "' takes messages from elsewhere today.";
        }
        return !edited && from instanceof Reentry reentry ? reentry.objection(headers(opened)) : null;
    }

    /** Null when the route is not there any more. */
    @Nullable
    DefaultConsumer entrance(Letter letter) {
        Route route = camel.getRoute(letter.route());
        return route != null && route.getConsumer() instanceof DefaultConsumer consumer ? consumer : null;
    }

    private static Map<String, String> headers(OpenLetter opened) {
        Map<String, String> headers = new HashMap<>();
        opened.headers().forEach(header -> {
            if (header.value() != null) {
                headers.put(header.name(), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        return headers;
    }
}
