package io.fieldgate.command;

import io.fieldgate.message.Failure;
import io.fieldgate.route.trial.Mistake;
import io.fieldgate.route.trial.Settings;
import io.fieldgate.topic.TopicPlans;
import io.fieldgate.topic.TopicPlans.Change;
import io.fieldgate.topic.TopicPlans.Plan;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the topics of Kafka with the configuration, and makes the difference. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the topics of Kafka with config/topics.yaml, or makes them equal.",
            "Kafka is that of config/application.yaml, or FIELDGATE_KAFKA_BOOTSTRAPSERVERS. No topic is ever deleted."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate topics plan                what would be created or changed; changes nothing",
            "  ./fieldgate topics apply               does it, except for what loses records",
            "  ./fieldgate topics apply --allow-loss  a shorter retention and another cleanup policy too"
        })
public final class TopicsCommand implements Runnable {
    private static final int DIFFERENT = 1;
    private static final int FAILED = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name what to do: plan or apply.");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Shows what makes the topics those of config/topics.yaml.",
                "The exit code is 0 when there is nothing to do, 1 when there is, 2 when Kafka cannot be asked."
            })
    int plan() throws Exception {
        return withTopics((topics, out) -> {
            int code = 0;
            for (Plan plan : topics.all()) {
                code = plan.isEmpty() ? code : DIFFERENT;
                describe(plan, List.of(), out);
            }
            return code;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Makes what plan shows.",
                "The exit code is 0 when the topics are as configured, 1 when something was left as it is, 2 when Kafka"
                        + " refused."
            })
    int apply(
            @Option(
                            names = "--allow-loss",
                            description = "Also make changes by which Kafka deletes records that it keeps now.")
                    boolean losing)
            throws Exception {
        return withTopics((topics, out) -> {
            int code = 0;
            for (Plan plan : topics.all()) {
                List<Change> left = topics.apply(plan, losing);
                code = left.isEmpty() ? code : DIFFERENT;
                describe(plan, left, out);
            }
            return code;
        });
    }

    private static void describe(Plan plan, List<Change> left, PrintWriter out) {
        String name = plan.topic().name();
        if (plan.isEmpty()) {
            out.println(" √ " + name + ": as configured");
        } else if (plan.isMissing()) {
            out.println(" + " + name + ": " + plan.creation());
        } else {
            for (Change change : plan.changes()) {
                if (left.contains(change)) {
                    String how = change.isPossible() ? ": --allow-loss makes it" : "";
                    out.println(" x " + name + ": " + change + ". Left as it is" + how);
                } else {
                    out.println(" ~ " + name + ": " + change);
                }
            }
        }
    }

    private interface Work {
        int on(TopicPlans topics, PrintWriter out) throws Exception;
    }

    private int withTopics(Work work) throws Exception {
        return QuietLog.during(() -> {
            Settings settings = settings();
            try (TopicPlans topics = new TopicPlans(settings.kafka(), settings.topics())) {
                PrintWriter out = spec.commandLine().getOut();
                int code = work.on(topics, out);
                out.flush();
                return code;
            } catch (Failure failure) {
                throw CommandFailure.of(FAILED, failure);
            }
        });
    }

    private static Settings settings() {
        try {
            return Settings.read();
        } catch (Mistake wrong) {
            throw new CommandFailure(FAILED, String.valueOf(wrong.getMessage()));
        }
    }
}
