package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the routes of a running gateway do, again and again. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the routes of a running gateway do: messages per second in, out and failed, how long half of them and"
                    + " all but the slowest hundredth were in the route, how many are in it, and how many records of its"
                    + " topic it has still to read.",
            "The exit code is 0, or 1 when no gateway answers, or 2 when the command is written wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate top                   every second, until Ctrl-C",
            "  ./fieldgate top --sort failed",
            "  ./fieldgate top --once --json     for scripts"
        })
public final class TopCommand implements Callable<Integer> {
    /** What is sorted by; the largest first, but for the name. */
    enum Column {
        route,
        in,
        out,
        failed,
        p50,
        p99,
        inflight,
        lag
    }

    private static final String BEGINNING_OF_SCREEN = "\u001B[H";
    private static final String CLEAR_LINE = "\u001B[K";
    private static final String CLEAR_REST = "\u001B[J";
    private static final long USUAL_MILLIS = 1_000;

    private final long pauseMillis;
    private final boolean terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Option(names = "--once", description = "Print one second, and end.")
    private boolean once;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            defaultValue = "route",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Column sort;

    public TopCommand() {
        this(USUAL_MILLIS, CalledFrom.isTerminal());
    }

    TopCommand(long pauseMillis, boolean terminal) {
        this.pauseMillis = pauseMillis;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode before = ask();
        boolean first = true;
        do {
            Thread.sleep(pauseMillis);
            JsonNode now = ask();
            List<RouteRates> rates = new ArrayList<>(RouteRates.between(before, now));
            rates.sort(order());
            if (gateway.isJson()) {
                out.println(RouteRates.json(now.path("at").asText(), rates));
            } else {
                print(out, rates, first);
            }
            out.flush();
            before = now;
            first = false;
        } while (!once);
        return 0;
    }

    private JsonNode ask() {
        return gateway.get("/api/v1/routes", List.of());
    }

    private Comparator<RouteRates> order() {
        Comparator<RouteRates> byName = Comparator.comparing(RouteRates::id);
        return switch (sort) {
            case route -> byName;
            case in -> Comparator.comparingDouble(RouteRates::in).reversed().thenComparing(byName);
            case out -> Comparator.comparingDouble(RouteRates::out).reversed().thenComparing(byName);
            case failed ->
                Comparator.comparingDouble(RouteRates::failed).reversed().thenComparing(byName);
            case p50 -> Comparator.comparingLong(RouteRates::p50).reversed().thenComparing(byName);
            case p99 -> Comparator.comparingLong(RouteRates::p99).reversed().thenComparing(byName);
            case inflight ->
                Comparator.comparingLong(RouteRates::inFlight).reversed().thenComparing(byName);
            case lag -> Comparator.comparingLong(RouteRates::lag).reversed().thenComparing(byName);
        };
    }

    private void print(PrintWriter out, List<RouteRates> rates, boolean first) {
        List<String> lines = new ArrayList<>(Table.lines(
                Arrays.asList("route", "state", "in/s", "out/s", "failed/s", "p50", "p99", "in flight", "lag"),
                rates.stream().map(RouteRates::cells).toList()));
        rates.forEach(route -> {
            if (!route.reason().isEmpty()) {
                lines.add(" x " + Table.plain(route.id() + ": " + route.reason()));
            }
        });
        boolean repaint = terminal && !once;
        if (repaint) {
            out.print(first ? BEGINNING_OF_SCREEN + CLEAR_REST : BEGINNING_OF_SCREEN);
        } else if (!first) {
            out.println();
        }
        lines.forEach(line ->
                out.println((line.startsWith(" x ") ? CalledFrom.coloured(line) : line) + (repaint ? CLEAR_LINE : "")));
        if (repaint) {
            out.print(CLEAR_REST);
        }
    }
}
