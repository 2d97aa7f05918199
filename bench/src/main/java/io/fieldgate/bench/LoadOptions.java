package io.fieldgate.bench;

import picocli.CommandLine.Option;

/** What contenders are given, and for how long. */
final class LoadOptions {
    @Option(names = "--payload", defaultValue = "200", description = "Bytes of each message or record.")
    private int payload;

    @Option(names = "--quick", description = "Shorter phases, for a first look: the figures are not those of a run.")
    private boolean quick;

    int payload() {
        return payload;
    }

    /** One of two numbers. */
    int orQuick(int usual, int whenQuick) {
        return quick ? whenQuick : usual;
    }
}
