package io.fieldgate.bench;

import java.io.IOException;

/** The process that has started this one. */
final class Parent {
    private Parent() {}

    /** Says that this process is ready and stays until the parent is gone; a killed parent must leave nothing behind. */
    static void serve(String ready) throws IOException {
        serve(ready, () -> {});
    }

    /** @param end is run first; a process that is told to end loses its input at the same time */
    static void serve(String ready, Runnable end) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(end));
        System.out.println("ready " + ready);
        while (System.in.read() >= 0) {
            // The parent never writes; only the end of the stream counts.
        }
        end.run();
        Runtime.getRuntime().halt(0);
    }
}
