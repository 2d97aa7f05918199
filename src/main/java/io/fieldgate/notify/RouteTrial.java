package io.fieldgate.notify;

import io.fieldgate.yaml.Durations;
import io.fieldgate.yaml.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whom an alert would reach by the routes of a file, and when. */
public final class RouteTrial {
    private final Receivers receivers;

    /** @param file that need not exist */
    public RouteTrial(Path file) {
        this.receivers = ReceiversFile.withoutSecrets(file);
    }

    /** What is wrong with the file. */
    public List<Problem> problems() {
        return receivers.problems();
    }

    /** What is said of each receiver that an alert with these labels, whose rule has no {@code notify}, would reach. */
    public Collection<String> lines(Map<String, String> labels) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (Route end : receivers.route().ends(labels)) {
            for (String name : end.receivers()) {
                Receiver receiver = receivers.receiver(name);
                if (receiver != null) {
                    lines.putIfAbsent(name, line(receiver, end));
                }
            }
        }
        return lines.values();
    }

    private static String line(Receiver receiver, Route route) {
        Timing timing = receiver.timing(route);
        return receiver.name() + " by route" + (route.name().isEmpty() ? "" : route.name()) + ": group_by "
                + timing.groupBy() + ", group_wait " + text(timing.groupWait()) + ", group_interval "
                + text(timing.groupInterval()) + ", repeat_interval " + text(timing.repeatInterval());
    }

    private static String text(Duration duration) {
        return Durations.text(duration.toMillis());
    }
}
