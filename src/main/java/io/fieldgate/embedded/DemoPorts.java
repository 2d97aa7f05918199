package io.fieldgate.embedded;

import io.fieldgate.command.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The loopback ports of the demo. */
record DemoPorts(int http, int actuator, int mqtt, int kafka) {

    /** Four ports that nobody uses at the moment. */
    static DemoPorts free() {
        int[] ports = IntStream.generate(LoopbackPort::free).distinct().limit(4).toArray();
        return new DemoPorts(ports[0], ports[1], ports[2], ports[3]);
    }

    /**
     * Checks that each is free.
     *
     * @throws CommandFailure that names every port in use and the option that chooses another
     */
    void check() {
        List<String> busy = new ArrayList<>();
        List<String> options = new ArrayList<>();
        check("http", http, busy, options);
        check("actuator", actuator, busy, options);
        check("mqtt", mqtt, busy, options);
        check("kafka", kafka, busy, options);
        if (!busy.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.UNAVAILABLE,
                    "ports              " + String.join(" and ", busy)
                            + (busy.size() == 1 ? " is in use. Use: " : " are in use. Use: ") + "./fieldgate demo "
                            + String.join(" ", options) + "  or  --ports auto");
        }
    }

    private static void check(String name, int port, List<String> busy, List<String> options) {
        if (!LoopbackPort.isFree(port)) {
            busy.add(port + " (" + name + ")");
            options.add("--" + name + "-port " + (port + 1));
        }
    }

    @Override
    public String toString() {
        return http + " " + actuator + " " + mqtt + " " + kafka;
    }
}
