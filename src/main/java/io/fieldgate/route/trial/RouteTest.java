package io.fieldgate.route.trial;

import io.fieldgate.alert.AlertTrial;
import io.fieldgate.route.trial.Expected.Difference;
import io.fieldgate.route.trial.Output.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One test of a route: what comes to it, and all that must come out, in order.
 *
 * @param line where it is said
 * @param until when time ends for the alerts; null: with the last that is given
 */
record RouteTest(
        String name, int line, List<Given> given, @Nullable Long until, List<Expected> expected) {
    /**
     * Runs it in routes of its own.
     *
     * @param alerts rules that begin anew, asked for when the test expects something of alerts
     * @return what differs
     * @throws Mistake when the test asks for something that the route cannot take
     */
    List<Difference> run(Trial trial, Supplier<AlertTrial> alerts) throws Exception {
        List<Output> outputs = new ArrayList<>();
        List<Output> stored = new ArrayList<>();
        for (Given each : given) {
            List<Output> came = trial.give(each);
            outputs.addAll(came);
            came.stream().filter(output -> output.kind() == Kind.TOPIC).forEach(stored::add);
        }
        List<Difference> differences = new ArrayList<>(compare(
                expected.stream().filter(each -> each.kind() != Kind.ALERT).toList(), outputs));
        List<Expected> ofAlerts =
                expected.stream().filter(each -> each.kind() == Kind.ALERT).toList();
        if (!ofAlerts.isEmpty()) {
            differences.addAll(compare(ofAlerts, changes(alerts.get(), stored)));
        }
        differences.sort(Comparator.comparingInt(Difference::line));
        return differences;
    }

    private List<Output> changes(AlertTrial alerts, List<Output> stored) {
        long last = given.stream().mapToLong(Given::at).max().orElse(Moments.BEGINNING);
        for (Output record : stored) {
            Long time = Moments.parse(String.valueOf(record.fields().get("timestamp")));
            alerts.read(
                    record.name(),
                    record.fields().get("key"),
                    time == null ? last : time,
                    record.named(),
                    record.body());
        }
        alerts.advance(until == null ? last : until);
        return alerts.changes().stream().map(RouteTest::change).toList();
    }

    private static Output change(Map<String, String> change) {
        Map<String, String> fields = new LinkedHashMap<>(change);
        String rule = String.valueOf(fields.remove("rule"));
        return new Output(Kind.ALERT, rule, fields, fields, null);
    }

    private List<Difference> compare(List<Expected> wanted, List<Output> came) {
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(wanted.size(), came.size()); i++) {
            if (i >= came.size()) {
                differences.add(new Difference(
                        wanted.get(i).line(), "expected " + wanted.get(i).title() + ", but nothing more came"));
            } else if (i >= wanted.size()) {
                differences.add(new Difference(
                        line,
                        "expected nothing more, but there came " + came.get(i).text()));
            } else {
                differences.addAll(wanted.get(i).differences(came.get(i)));
            }
        }
        return differences;
    }
}
