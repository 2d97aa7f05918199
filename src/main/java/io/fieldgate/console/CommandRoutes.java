package io.fieldgate.console;

import io.fieldgate.message.TopicFilter;
import io.fieldgate.observe.RouteBoard;
import io.fieldgate.observe.RouteView;
import io.fieldgate.route.lint.RouteGraph;
import io.fieldgate.route.reload.FileState;
import io.fieldgate.route.reload.RouteReload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which routes bring commands to devices, and which bring answers back: as the files say it whose routes run. Any thread. */
final class CommandRoutes {
    private static final String DEVICE = "device";
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern CAPTURE = Pattern.compile("\\{([^{}]*)}");
    /** Files are not read more often, however many ask. */
    private static final long KEPT_NANOS = Duration.ofSeconds(2).toNanos();

    private final RouteReload reload;
    private final RouteBoard board;
    private @Nullable Ways kept;
    private long keptSince;

    /** Both kinds. */
    record Ways(List<Way> commands, List<Way> answers) {}

    /**
     * A route between a Kafka topic and a device.
     *
     * @param topic of Kafka
     * @param mqtt the MQTT topic, with captures
     */
    record Way(String route, String topic, String mqtt) {
        /** What is to be known beside the device. */
        List<String> captures() {
            return TopicFilter.parse(mqtt).captures().stream()
                    .filter(name -> !name.equals(DEVICE))
                    .toList();
        }

        /**
         * The MQTT topic of one device.
         *
         * @param captures by name
         * @throws IllegalArgumentException when one is missing, or would change the levels of the topic
         */
        String topicOf(String device, Map<String, String> captures) {
            return CAPTURE.matcher(mqtt)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            level(found, found.group(1).equals(DEVICE) ? device : captures.get(found.group(1)))));
        }

        private String level(MatchResult found, @Nullable String value) {
            if (value == null
                    || value.isEmpty()
                    || !value.chars().allMatch(Way::fits)
                    || (found.start() == 0 && value.startsWith("$"))) {
                throw new IllegalArgumentException("'" + found.group(1) + "' for the MQTT topic " + mqtt
                        + " is missing, or has one of '/', '+', '#' or a control character, or begins with '$'");
            }
            return value;
        }

        private static boolean fits(int character) {
            return character != '/' && character != '+' && character != '#' && !Character.isISOControl(character);
        }
    }

    CommandRoutes(RouteReload reload, RouteBoard board) {
        this.reload = reload;
        this.board = board;
    }

    /** What there is at the moment. */
    synchronized Ways find() throws IOException {
        Ways known = kept;
        if (known != null && System.nanoTime() - keptSince < KEPT_NANOS) {
            return known;
        }
        Map<String, String> sources = new LinkedHashMap<>();
        for (RouteView route : board.routes()) {
            sources.put(route.id(), route.from());
        }
        List<Path> files = reload.routeFiles().stream()
                .filter(file -> !file.isDisabled())
                .map(FileState::file)
                .map(Path::of)
                .toList();
        Ways found = new Ways(new ArrayList<>(), new ArrayList<>());
        for (RouteGraph.End end : RouteGraph.of(Path.of(""), files).ends()) {
            String source = sources.get(end.route());
            if (source != null && !end.isSource()) {
                if (source.startsWith("topic:") && end.scheme().equals("mqtt")) {
                    add(found.commands, end.route(), behind(source), end.path());
                } else if (source.startsWith("mqtt:") && end.scheme().equals("topic")) {
                    add(found.answers, end.route(), end.path(), behind(source));
                }
            }
        }
        kept = found;
        keptSince = System.nanoTime();
        return found;
    }

    private static String behind(String source) {
        return source.substring(source.indexOf(':') + 1);
    }

    private static void add(List<Way> ways, String route, String topic, String mqtt) {
        if (TOPIC.matcher(topic).matches() && reachesDevices(mqtt)) {
            ways.add(new Way(route, topic, mqtt));
        }
    }

    private static boolean reachesDevices(String mqtt) {
        try {
            return mqtt.indexOf('+') < 0
                    && mqtt.indexOf('#') < 0
                    && TopicFilter.parse(mqtt).captures().contains(DEVICE);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
