package io.fieldgate.embedded;

import io.fieldgate.command.CommandFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The loopback ports of the demo. */
record DemoPorts(int http, int actuator, int mqtt, int kafka) {

    /** Four ports that nobody uses at the moment. */
    static DemoPorts free() {
        return of(0, 0, 0, 0);
    }

    /**
     * The ports as given, 0 for one that nobody uses at the moment.
     *
     * @throws CommandFailure that names the option whose value is no port, or two options with the same
     */
    static DemoPorts of(int http, int actuator, int mqtt, int kafka) {
        Map<Integer, String> taken = new HashMap<>();
        new DemoPorts(http, actuator, mqtt, kafka).byName().forEach((name, port) -> {
            if (port < 0 || port > 65_535) {
                throw new CommandFailure(
                        CommandFailure.CONFIGURATION,
                        option(name) + " is " + port + ", allowed is 1 to 65535, or 0 for a free one");
            }
            String other = port == 0 ? null : taken.put(port, option(name));
            if (other != null) {
                throw new CommandFailure(
                        CommandFailure.CONFIGURATION,
                        other + " and " + option(name) + " are both " + port + ", each needs its own");
            }
        });
        return new DemoPorts(orFree(http, taken), orFree(actuator, taken), orFree(mqtt, taken), orFree(kafka, taken));
    }

    private static int orFree(int port, Map<Integer, String> taken) {
        int chosen = port;
        while (chosen == 0 || (port == 0 && taken.containsKey(chosen))) {
            chosen = LoopbackPort.free();
        }
        taken.put(chosen, "");
        return chosen;
    }

    private static String option(String name) {
        return "--" + name + "-port";
    }

    private Map<String, Integer> byName() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("http", http);
        ports.put("actuator", actuator);
        ports.put("mqtt", mqtt);
        ports.put("kafka", kafka);
        return ports;
    }

    /**
     * Checks that each is free.
     *
     * @throws CommandFailure that names every port in use and the option that chooses another
     */
    void check() {
        List<String> busy = new ArrayList<>();
        List<String> options = new ArrayList<>();
        byName().forEach((name, port) -> {
            if (!LoopbackPort.isFree(port)) {
                busy.add(port + " (" + name + ")");
                options.add(option(name) + " " + (port + 1));
            }
        });
        if (!busy.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.UNAVAILABLE,
                    "ports              " + String.join(" and ", busy)
                            + (busy.size() == 1 ? " is in use. Use: " : " are in use. Use: ") + "./fieldgate demo "
                            + String.join(" ", options) + "  or  --ports auto");
        }
    }

    @Override
    public String toString() {
        return http + " " + actuator + " " + mqtt + " " + kafka;
    }
}
