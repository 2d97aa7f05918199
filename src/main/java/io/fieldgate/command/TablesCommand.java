package io.fieldgate.command;

import io.fieldgate.database.DatabaseComponent;
import io.fieldgate.database.TablePlans;
import io.fieldgate.database.TablePlans.Plan;
import io.fieldgate.message.Failure;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the tables of the database with the configuration, and makes the difference. */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the tables of the database with config/tables.yaml, or makes them equal.",
            "The database comes from config/application.yaml, or FIELDGATE_DATABASE_URL. Nothing is ever dropped."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./fieldgate tables plan     shows the statements that are missing, changes nothing",
            "  ./fieldgate tables apply    runs them"
        })
public final class TablesCommand implements Runnable {
    private static final int DIFFERENT = 1;
    private static final int FAILED = 2;

    private final Class<?> gateway;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** @param gateway the Spring application */
    public TablesCommand(Class<?> gateway) {
        this.gateway = gateway;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name what to do: plan or apply.");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Shows the statements that make the tables those of config/tables.yaml.",
                "The exit code is 0 when there are none, 1 when there are some, 2 when the database cannot be asked."
            })
    int plan() {
        return withTables((tables, out) -> {
            int code = 0;
            for (Plan plan : tables.all()) {
                if (plan.statements().isEmpty()) {
                    out.println("-- " + plan.table() + ": as configured");
                    continue;
                }
                code = DIFFERENT;
                out.println("-- " + plan.table() + ":" + (plan.obstacle() == null ? "" : " " + plan.obstacle()));
                plan.statements().forEach(statement -> out.println(statement + ";"));
            }
            return code;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Runs the statements that plan shows.",
                "The exit code is 0 when the tables are as configured, 1 when one needs a person, 2 when the database"
                        + " refused."
            })
    int apply() {
        return withTables((tables, out) -> {
            int code = 0;
            for (Plan plan : tables.all()) {
                if (plan.obstacle() != null) {
                    code = DIFFERENT;
                    out.println("-- " + plan.table() + ": unchanged, " + plan.obstacle());
                } else if (plan.statements().isEmpty()) {
                    out.println("-- " + plan.table() + ": as configured");
                } else {
                    tables.apply(plan);
                    out.println("-- " + plan.table() + ": changed");
                    plan.statements().forEach(statement -> out.println(statement + ";"));
                }
            }
            return code;
        });
    }

    private interface Work {
        int on(TablePlans tables, PrintWriter out);
    }

    private int withTables(Work work) {
        try (ConfigurableApplicationContext context = new GatewayStart(gateway).start(properties())) {
            PrintWriter out = spec.commandLine().getOut();
            int code = work.on(context.getBean(DatabaseComponent.class).plans(), out);
            out.flush();
            return code;
        } catch (Failure failure) {
            throw CommandFailure.of(FAILED, failure);
        }
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spring.main.web-application-type", "none");
        properties.put("camel.main.routes-include-pattern", "false");
        properties.put("fieldgate.alerts.enabled", "false");
        properties.put("fieldgate.devices.enabled", "false");
        properties.put("logging.threshold.console", "ERROR");
        return properties;
    }
}
