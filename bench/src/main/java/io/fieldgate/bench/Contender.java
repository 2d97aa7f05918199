package io.fieldgate.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/** The gateways that are compared. */
enum Contender {
    FIELDGATE("fieldgate"),
    /** Into a topic with {@code ordering: global}. */
    GLOBAL("global"),
    CAMEL("camel"),
    CAMEL_MANUAL("camel-manual"),
    PAHO("paho"),
    NETTY("netty"),
    HIVEMQ("hivemq"),
    OBSERVED("observed"),
    UNOBSERVED("unobserved");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    static Contender of(String label) {
        return Arrays.stream(values())
                .filter(contender -> contender.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no contender '" + label + "', only "
                        + Arrays.stream(values()).map(Contender::label).toList()));
    }

    String label() {
        return label;
    }

    /** Of the topic that it writes to. */
    int partitions() {
        return this == GLOBAL ? 1 : Brokers.PARTITIONS;
    }

    Part start(Workbench workbench, Target target) throws IOException {
        return switch (this) {
            case FIELDGATE, GLOBAL -> FieldgateRun.start(workbench, target);
            case CAMEL -> java(workbench, CamelRoute.class, target, "false");
            case CAMEL_MANUAL -> java(workbench, CamelRoute.class, target, "true");
            case PAHO -> java(workbench, PahoLoop.class, target);
            case NETTY -> java(workbench, NettyLoop.class, target);
            case OBSERVED -> ObservedGateway.start(workbench, target, true);
            case UNOBSERVED -> ObservedGateway.start(workbench, target, false);
            case HIVEMQ -> java(workbench, HiveMqLoop.class, target);
        };
    }

    private Part java(Workbench workbench, Class<?> main, Target target, String... more) throws IOException {
        String[] arguments = Stream.concat(Arrays.stream(target.toArguments()), Arrays.stream(more))
                .toArray(String[]::new);
        return workbench.java(label, workbench.jvm(), main, arguments);
    }
}
