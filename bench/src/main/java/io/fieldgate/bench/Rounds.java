package io.fieldgate.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Option;

/** How often contenders are measured. */
final class Rounds {
    @Option(
            names = "--rounds",
            defaultValue = "1",
            description = "How often; contenders take turns, every second time in reversed order.")
    private int rounds;

    int count() {
        return rounds;
    }

    /**
     * Every second round backwards: the brokers grow slower with what they hold, which must not always meet the same one.
     *
     * @param round from 1
     */
    static <T> List<T> turns(List<T> contenders, int round) {
        List<T> turns = new ArrayList<>(contenders);
        if (round % 2 == 0) {
            Collections.reverse(turns);
        }
        return turns;
    }
}
