package io.fieldgate.topic;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Names a consumer to its group by the same name after each start. A gateway that was killed then takes its place again
 * at once (KIP-345); without a name its partitions would rest until the group misses the dead one.
 */
final class InstanceId {
    /** Kafka takes what it takes for the name of a topic. */
    private static final int LONGEST = 249;

    private static final int KEPT = 200;

    private InstanceId() {}

    /**
     * Of one consumer.
     *
     * @param gateway what tells it from other gateways; empty: {@link #here}
     */
    static String of(String gateway, String route, int number) {
        String name = ((gateway.isEmpty() ? here() : gateway) + "-" + route + "-" + number)
                .replaceAll("[^a-zA-Z0-9._-]", "-");
        return name.length() <= LONGEST
                ? name
                : name.substring(0, KEPT) + "-" + Integer.toHexString(name.hashCode()) + "-" + number;
    }

    /** The host and the folder: two gateways on a host do not run in the same one, or would share its data as well. */
    static String here() {
        return host() + "-"
                + Integer.toHexString(Path.of("").toAbsolutePath().toString().hashCode());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // The host does not know its own name; then it has no other.
        }
    }
}
