package io.fieldgate.command;

import io.fieldgate.file.FileImport;
import io.fieldgate.file.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings files into a topic, one after the other, and shows how far it is. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Brings files into a Kafka topic: text, NDJSON, CSV or TSV, also compressed with gzip.",
            "Kafka comes from config/application.yaml, or FIELDGATE_KAFKA_BOOTSTRAPSERVERS. When it is stopped, the same",
            "command goes on where it was. The exit code is 1 when records became dead letters, 65 when a file cannot be read."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate import readings.csv --topic telemetry --key /device --timestamp /ts",
            "  ./fieldgate import old/*.ndjson.gz --topic telemetry --key /device"
        })
public final class ImportCommand implements Callable<Integer> {
    /** The input is wrong, as in sysexits.h. */
    private static final int DATA = 65;

    private static final int BAR = 30;

    private final Class<?> gateway;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "What to read; it stays where it is.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<Path> files;

    @Option(names = "--topic", required = true, description = "Topic, listed in config/topics.yaml or there already.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String topic;

    @Option(
            names = "--format",
            defaultValue = "auto",
            description = "text, ndjson, csv, tsv; auto: by the name (auto).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String format;

    @Option(names = "--separator", description = "Between the cells of CSV (,).")
    private @Nullable String separator;

    @Option(names = "--header", description = "Names of the columns, a,b,c, when the first row has none.")
    private @Nullable String header;

    @Option(names = "--types", description = "Types of columns: id:text,temperature:number,open:boolean.")
    private @Nullable String types;

    @Option(names = "--key", description = "Record key: a JSON pointer, /device, or a Simple expression.")
    private @Nullable String key;

    @Option(names = "--timestamp", description = "When it happened: a JSON pointer, /ts, or a Simple expression.")
    private @Nullable String timestamp;

    /** @param gateway the Spring application */
    public ImportCommand(Class<?> gateway) {
        this.gateway = gateway;
    }

    @Override
    public Integer call() throws Exception {
        List<Path> real = files.stream().map(ImportCommand::real).toList();
        Termination termination = new Termination();
        termination.install();
        ConfigurableApplicationContext context = termination.guard(() -> new GatewayStart(gateway).start(properties()));
        termination.add("gateway", context::close);
        CamelContext camel = context.getBean(CamelContext.class);
        int code = termination.guard(() -> {
            int worst = 0;
            for (Path file : real) {
                worst = Math.max(worst, bring(camel, file));
            }
            return worst;
        });
        termination.now();
        return code;
    }

    private static Path real(Path file) {
        try {
            Path real = CalledFrom.meant(file).toRealPath();
            if (Files.isRegularFile(real)) {
                return real;
            }
        } catch (IOException unreadable) {
            // Said below.
        }
        throw new CommandFailure(DATA, file + " is no file that can be read");
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spring.main.web-application-type", "none");
        properties.put("camel.main.routes-include-pattern", "false");
        properties.put("fieldgate.alerts.enabled", "false");
        // A gateway that runs in the same folder has the same name, and would write over what this one does.
        properties.put("fieldgate.devices.enabled", "false");
        properties.put("camel.main.shutdown-timeout", "5");
        properties.put("logging.threshold.console", "ERROR");
        return properties;
    }

    private int bring(CamelContext camel, Path file) throws Exception {
        PrintStream out = System.out;
        boolean bar = CalledFrom.isTerminal();
        String name = String.valueOf(file.getFileName());
        FileImport run = FileImport.start(camel, file, options(), sink());
        try {
            long shown = -1;
            String said = null;
            while (!run.isDone()) {
                Progress now = run.progress();
                long tenth = now.size() == 0 ? 0 : 10 * now.bytes() / now.size();
                if (bar) {
                    out.print("\r" + bar(name, now));
                    out.flush();
                } else if (tenth > shown && now.records() > 0) {
                    shown = tenth;
                    out.println("   " + name + "  " + now.text());
                }
                String trouble = run.trouble();
                if (trouble != null && !trouble.equals(said)) {
                    out.println((bar ? "\n" : "") + " ~ " + name + "  waits: " + trouble);
                }
                said = trouble;
                TimeUnit.MILLISECONDS.sleep(100);
            }
            return end(out, bar, name, run);
        } finally {
            run.stop();
        }
    }

    private static int end(PrintStream out, boolean bar, String name, FileImport run) {
        String start = bar ? "\r" : "";
        String unreadable = run.unreadable();
        Progress last = run.progress();
        if (unreadable != null) {
            out.println(start + " x " + name + "  " + unreadable);
            return DATA;
        }
        out.println(start
                + String.format(
                        Locale.ROOT,
                        " √ %s  %,d records, %.1f MB in %.1f s, %,.0f/s, %,d dead letters",
                        name,
                        last.records(),
                        (last.bytes() - last.bytesAtStart()) / 1e6,
                        last.took().toMillis() / 1e3,
                        last.rate(),
                        last.bad()));
        return last.bad() > 0 ? 1 : 0;
    }

    /** {@code readings.csv [=====     ] 12 % ...} */
    private static String bar(String name, Progress now) {
        int full = now.size() == 0 ? 0 : (int) Math.min(BAR, BAR * now.bytes() / now.size());
        return " " + name + " [" + "=".repeat(full) + " ".repeat(BAR - full) + "] " + now.text() + "   ";
    }

    private Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("format", format);
        put(options, "separator", separator);
        put(options, "header", header);
        put(options, "types", types);
        return options;
    }

    private static void put(Map<String, Object> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }

    private String sink() {
        Map<String, Object> options = new LinkedHashMap<>();
        put(options, "key", key);
        put(options, "timestamp", timestamp);
        String query = options.entrySet().stream()
                .map(option -> option.getKey() + "=RAW(" + option.getValue() + ")")
                .collect(Collectors.joining("&"));
        return "topic:" + topic + (query.isEmpty() ? "" : "?" + query);
    }
}
