package io.fieldgate.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Diagnosis.State;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what the gateway will miss, before it does. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at all that the gateway needs: Java, ports, Kafka and its rights, MQTT, database, webhooks, other brokers, lake, disk,"
                    + " clock.",
            "One line each, with the cure. It makes the file of an H2 or SQLite database and the folder of a lake that are not"
                    + " there yet, changes nothing else, disturbs no gateway that runs, and takes a few seconds at most.",
            "The exit code is 0 when nothing is wrong, 1 when something is."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate doctor",
            "  FIELDGATE_KAFKA_BOOTSTRAPSERVERS=kafka-1:9092 ./fieldgate doctor --format json"
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final int WRONG = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    enum Format {
        text,
        json
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Format format;

    @Override
    public Integer call() throws Exception {
        return QuietLog.during(this::examine);
    }

    private int examine() throws Exception {
        List<Diagnosis> found = Doctor.examine();
        boolean isWell = found.stream().noneMatch(diagnosis -> diagnosis.state() == State.ILL);
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.json) {
            out.println(json(found, isWell));
        } else {
            found.forEach(diagnosis -> out.println(line(diagnosis)));
        }
        out.flush();
        return isWell ? 0 : WRONG;
    }

    private static String line(Diagnosis diagnosis) {
        String mark = switch (diagnosis.state()) {
            case WELL -> "√";
            case ODD -> "~";
            case ILL -> "x";
            case UNUSED -> "-";
        };
        String cure = diagnosis.cure() == null ? "" : ". " + diagnosis.cure();
        // What servers say must not move the terminal's cursor.
        String text = Table.plain(diagnosis.text()).replaceFirst("\\.$", "");
        return String.format(Locale.ROOT, " %s %-9s %s%s", mark, diagnosis.about(), text, cure);
    }

    private static String json(List<Diagnosis> found, boolean isWell) {
        ObjectNode answer = new ObjectMapper().createObjectNode().put("well", isWell);
        ArrayNode checks = answer.putArray("checks");
        for (Diagnosis diagnosis : found) {
            checks.addObject()
                    .put("check", diagnosis.about())
                    .put("state", diagnosis.state().name().toLowerCase(Locale.ROOT))
                    .put("message", diagnosis.text())
                    .put("cure", diagnosis.cure());
        }
        return answer.toPrettyString();
    }
}
