package io.fieldgate.bench;

import java.util.List;
import picocli.CommandLine.Option;

/** How the processes of contenders are started. */
final class JavaOptions {
    @Option(names = "--jvm", split = " ", defaultValue = "-Xmx256m", description = "Java options of the contenders.")
    private List<String> jvm = List.of();

    List<String> list() {
        return jvm;
    }

    @Override
    public String toString() {
        return String.join(" ", jvm);
    }
}
