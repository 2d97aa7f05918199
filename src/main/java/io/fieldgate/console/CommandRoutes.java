package io.fieldgate.console;

import io.fieldgate.message.TopicFilter;
import io.fieldgate.mqtt.TopicTemplate;
import io.fieldgate.observe.RouteBoard;
import io.fieldgate.observe.RouteView;
import io.fieldgate.route.lint.RouteGraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which routes bring commands to devices, and which bring answers back: as the files say it whose routes run. Any thread. */
final class CommandRoutes {
    private static final String DEVICE = "device";
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final RunningGraph graph;
    private final RouteBoard board;

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
            return new TopicTemplate(TopicFilter.parse(mqtt))
                    .topic(
                            name -> name.equals(DEVICE) ? device : captures.get(name),
                            name -> new IllegalArgumentException("'" + name + "' for the MQTT topic " + mqtt
                                    + " is missing, or has one of '/', '+', '#' or a control character, or begins with"
                                    + " '$'"));
        }
    }

    CommandRoutes(RunningGraph graph, RouteBoard board) {
        this.graph = graph;
        this.board = board;
    }

    /** What there is at the moment. */
    Ways find() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (RouteView route : board.routes()) {
            sources.put(route.id(), route.from());
        }
        Ways found = new Ways(new ArrayList<>(), new ArrayList<>());
        for (RouteGraph.End end : graph.now().ends()) {
            String source = sources.get(end.route());
            if (source != null && !end.isSource()) {
                if (source.startsWith("topic:") && end.scheme().equals("mqtt")) {
                    add(found.commands, end.route(), behind(source), end.path());
                } else if (source.startsWith("mqtt:") && end.scheme().equals("topic")) {
                    add(found.answers, end.route(), end.path(), behind(source));
                }
            }
        }
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
            TopicFilter topic = TopicFilter.parse(mqtt);
            // Nobody can publish to a wildcard.
            var unused = new TopicTemplate(topic);
            return topic.captures().contains(DEVICE);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
