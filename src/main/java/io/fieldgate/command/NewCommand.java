package io.fieldgate.command;

import io.fieldgate.route.trial.Mistake;
import io.fieldgate.route.trial.NewRoute;
import io.fieldgate.route.trial.NewRoute.Written;
import io.fieldgate.route.trial.RouteTemplates;
import io.fieldgate.route.trial.RouteTemplates.Parameter;
import io.fieldgate.route.trial.RouteTemplates.RouteTemplate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a route from a template, with a sample and a test. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a route from a template, with a sample of what comes to it and a test that passes.",
            "Asks for what --name and --set do not say, on a terminal only. The exit code is 0 when the files are written,"
                    + " 2 when something is wrong; then none is."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate templates            what there is",
            "  ./fieldgate new mqtt-to-topic    asks",
            "  ./fieldgate new mqtt-to-topic --name ovens --set filter='ovens/{device}' --set topic=telemetry",
            "  ./fieldgate new topic-to-database --name rows --set topic=telemetry --set table=telemetry"
        })
public final class NewCommand implements Callable<Integer> {
    private static final int WRONG = 2;
    private static final String KEY = "key";
    private static final String NONE = "none";

    private final InputStream answers;
    private final boolean terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "TEMPLATE", description = "Name of the template.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String template;

    @Option(names = "--name", paramLabel = "ID", description = "Id of the route, and name of its files.")
    private @Nullable String name;

    @Option(names = "--set", paramLabel = "PARAMETER=VALUE", description = "A parameter of the template.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--routes", paramLabel = "FOLDER", description = "Where the files are written (routes).")
    private @Nullable Path folder;

    /**
     * @param answers to the questions
     * @param terminal whether there is somebody to ask
     */
    public NewCommand(InputStream answers, boolean terminal) {
        this.answers = answers;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try {
            RouteTemplate chosen = RouteTemplates.named(template);
            if (terminal) {
                ask(out, chosen);
            }
            String id = name;
            if (id == null) {
                throw new Mistake("the name of the route is missing: --name ID");
            }
            Path target = folder == null ? Path.of("routes") : CalledFrom.meant(folder);
            Written written = QuietLog.during(() -> new NewRoute(chosen, id, values).write(target));
            written.files().forEach(file -> out.println(" √ " + file));
            out.println("   ./fieldgate test " + written.files().get(0) + " runs its test");
            if (written.remark() != null) {
                out.println("   " + written.remark());
            }
            return 0;
        } catch (Mistake wrong) {
            out.println(" x " + wrong.getMessage());
            return WRONG;
        }
    }

    private void ask(PrintWriter out, RouteTemplate chosen) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
        if (name == null) {
            name = answer(out, lines, "Id of the route, and name of its files", chosen.id());
        }
        for (Parameter parameter : chosen.required()) {
            if (!values.containsKey(parameter.name())) {
                values.put(
                        parameter.name(), answer(out, lines, parameter.name() + " - " + parameter.description(), null));
            }
        }
        if (isWithoutDevice(chosen)) {
            for (Parameter parameter : chosen.parameters()) {
                if (parameter.name().equals(KEY)) {
                    values.put(KEY, answer(out, lines, KEY + " - " + parameter.description(), NONE));
                }
            }
            values.remove(KEY, NONE);
        }
    }

    /** Nobody likes to find out later that the records of a device are in no order. */
    private boolean isWithoutDevice(RouteTemplate chosen) {
        return chosen.id().endsWith("-to-topic")
                && !chosen.id().startsWith("topic-")
                && !values.containsKey(KEY)
                && values.values().stream().noneMatch(value -> value.contains("{device}"));
    }

    /** Asks again until there is an answer, or nobody answers. */
    private static String answer(PrintWriter out, BufferedReader lines, String question, @Nullable String otherwise)
            throws IOException {
        while (true) {
            out.print(question + (otherwise == null ? ": " : " [" + otherwise + "]: "));
            out.flush();
            String line = lines.readLine();
            if (line == null) {
                throw new Mistake("nothing was answered to: " + question);
            }
            if (!line.isBlank()) {
                return line.strip();
            }
            if (otherwise != null) {
                return otherwise;
            }
        }
    }
}
