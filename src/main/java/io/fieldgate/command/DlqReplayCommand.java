package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends dead letters back. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Sends dead letters back: into the topic that they were read from, or into their route when they never"
                    + " came into one. Key, time and headers are kept. The letters stay where they are; what was replayed"
                    + " does not go again, unless --again says so.",
            "The gateway does it: when this command is interrupted, it goes on. --follow shows it again, --stop ends"
                    + " it.",
            "The exit code is 0, or 1 when some failed again or could not go, when it was stopped, or when no gateway"
                    + " answers or it refuses; or 2 when the command is written wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate dlq replay --topic readings --code DB_DATA --dry-run",
            "  ./fieldgate dlq replay --topic readings --code DB_DATA --rate 500/s",
            "  ./fieldgate dlq replay readings.dlq-3@1203 --value letter.json",
            "  ./fieldgate dlq replay --list"
        })
public final class DlqReplayCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/replays";
    /** A dry run may read and try for some seconds, and its routes must be made first. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private GatewayApi gateway;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private LetterOptions letters;

    @Parameters(
            arity = "0..*",
            paramLabel = "POSITION",
            description = "These letters, as ./fieldgate dlq ls shows them: TOPIC-PARTITION@OFFSET.")
    private List<String> positions = new ArrayList<>();

    @Option(names = "--all", description = "All dead letters; nothing goes back without saying which.")
    private boolean all;

    @Option(names = "--dry-run", description = "Send nothing; count, and try them on the routes of today.")
    private boolean dryRun;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            defaultValue = "100/s",
            description = "At most so many in a second, 1 to 10000 (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String rate;

    @Option(names = "--value", paramLabel = "FILE", description = "Goes in place of the payload of the one letter.")
    private @Nullable Path value;

    @Option(
            names = "--again",
            description = "Also those that were replayed before, and what failed again; at most five times each.")
    private boolean again;

    @Option(
            names = "--author",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who it is (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String author;

    @ArgGroup
    private @Nullable Other other;

    /** What is done with replays that were begun. */
    static final class Other {
        @Option(names = "--list", description = "List the replays that were begun, the last first.")
        private boolean list;

        @Option(names = "--follow", paramLabel = "ID", description = "Show how this replay goes on.")
        private @Nullable String follow;

        @Option(names = "--stop", paramLabel = "ID", description = "Stop this replay.")
        private @Nullable String stop;

        @Option(names = "--resume", paramLabel = "ID", description = "Go on with this replay, which was stopped.")
        private @Nullable String resume;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (other != null) {
            return other(out, other);
        }
        Map<String, Object> order = order();
        if (dryRun) {
            JsonNode forecast = gateway.post(PATH, order, PATIENCE);
            out.println(gateway.isJson() ? forecast.toPrettyString() : ReplayText.forecast(forecast));
            return 0;
        }
        return follow(out, gateway.post(PATH, order, PATIENCE));
    }

    private int other(PrintWriter out, Other chosen) throws InterruptedException {
        if (!positions.isEmpty() || !letters.given().isEmpty() || all || dryRun || value != null) {
            throw new ParameterException(
                    spec.commandLine(), "--list, --follow, --stop and --resume go with no choice of letters.");
        }
        if (chosen.list) {
            return list(out);
        }
        if (chosen.follow != null) {
            return follow(out, gateway.get(path(chosen.follow), List.of()));
        }
        if (chosen.resume != null) {
            return follow(out, gateway.post(path(chosen.resume) + "/resume", Map.of(), PATIENCE));
        }
        return stop(out, Objects.requireNonNull(chosen.stop));
    }

    private int list(PrintWriter out) {
        JsonNode answer = gateway.get(PATH, List.of());
        if (gateway.isJson()) {
            out.println(answer.toPrettyString());
        } else {
            ReplayText.table(answer).forEach(out::println);
        }
        return 0;
    }

    private int stop(PrintWriter out, String id) {
        JsonNode stopped = gateway.post(path(id) + "/stop", Map.of(), PATIENCE);
        out.println(
                gateway.isJson()
                        ? stopped.toPrettyString()
                        : " √ " + id + " stops; --follow shows what it has done, --resume goes on.");
        return 0;
    }

    private String path(String id) {
        if (!id.matches("[0-9a-zA-Z-]{1,64}")) {
            throw new ParameterException(
                    spec.commandLine(), "'" + id + "' is no id of a replay, ./fieldgate dlq replay --list shows them.");
        }
        return PATH + "/" + id;
    }

    private Map<String, Object> order() {
        Map<String, String> filter = letters.given();
        boolean filtered = all || !filter.isEmpty();
        if (filtered != positions.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say which letters: either their positions, or options such as --topic, or --all.");
        }
        if (!rate.matches("[0-9]{1,6}(/s)?")) {
            throw new ParameterException(
                    spec.commandLine(), "--rate is '" + rate + "', allowed is a number a second like 100/s.");
        }
        Map<String, Object> order = new LinkedHashMap<>();
        if (filtered) {
            order.put("filter", filter);
        } else {
            order.put("positions", positions);
        }
        order.put("dry_run", dryRun);
        order.put("include_replayed", again);
        order.put("rate", Integer.parseInt(rate.replace("/s", "")));
        order.put("author", author);
        if (value != null) {
            order.put("edit", Map.of("base64", Base64.getEncoder().encodeToString(read(value))));
        }
        return order;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(CalledFrom.meant(file));
        } catch (IOException unreadable) {
            throw new CommandFailure(2, file + " cannot be read (" + unreadable + ").");
        }
    }

    /** Until it ends. */
    private int follow(PrintWriter out, JsonNode begun) throws InterruptedException {
        String id = begun.path("id").asText();
        if (!gateway.isJson()) {
            out.println("   replay " + id);
        }
        ReplayProgress progress = new ReplayProgress(out, gateway.isJson());
        JsonNode job = begun;
        progress.show(job);
        while (job.path("state").asText().equals("running")) {
            Thread.sleep(ReplayProgress.GLANCE_MS);
            job = gateway.get(path(id), List.of());
            progress.show(job);
        }
        out.println(gateway.isJson() ? job.toPrettyString() : ReplayText.end(job));
        boolean well = job.path("state").asText().equals("done")
                && job.path("failed").asLong() == 0
                && job.path("skipped").asLong() == 0;
        return well ? 0 : 1;
    }
}
