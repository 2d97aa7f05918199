package io.fieldgate.route.lint;

import io.fieldgate.route.lint.Route.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a route that keeps its offsets in a database or a lake has the shape for it: the row is the last that is done. */
final class OffsetsCheck {
    private static final String ALLOWED =
            "; allowed is one 'to: database:TABLE', as the last step on its own level, or" + " offsets=kafka";

    private final Findings findings;

    OffsetsCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Route route) {
        Endpoint source = route.source();
        if (source != null && !source.scheme().isVariable()) {
            lakes(route, source.is("topic"));
        }
        Value offsets = source == null || !source.is("topic") ? null : source.option("offsets");
        if (offsets == null
                || !offsets.text().equals("database")
                || route.steps().isEmpty()) {
            return;
        }
        Step last = route.steps().get(route.steps().size() - 1);
        Endpoint keeper = table(last);
        if (keeper != null) {
            route.steps().subList(0, route.steps().size() - 1).forEach(step -> earlier(step, keeper));
        } else if (!mayBeTable(last)) {
            wrong(route.steps(), last, offsets);
        }
    }

    /** A lake keeps the offset of whatever it stores. */
    private void lakes(Route route, boolean ofTopic) {
        List<Step> steps = route.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean last = i == steps.size() - 1
                    && step.word().text().equals("to")
                    && step.endpoints().size() == 1;
            for (Endpoint endpoint : step.endpoints()) {
                if (endpoint.is("lake") && !(ofTopic && last)) {
                    findings.add(
                            Code.FG317,
                            endpoint.scheme().place(),
                            "lake:" + endpoint.path().text()
                                    + " stores each record of a topic once, and needs its offset for that; allowed is"
                                    + " 'from: topic:NAME' and one 'to: lake:TABLE', as the last step on its own level");
                }
            }
        }
    }

    /** Only the keeper may write, or the position says that a message is done which is not. */
    private void earlier(Step step, Endpoint keeper) {
        for (Endpoint endpoint : step.endpoints()) {
            if (endpoint.is("database")) {
                boolean same = endpoint.path().text().equals(keeper.path().text());
                findings.add(
                        Code.FG316,
                        endpoint.scheme().place(),
                        same
                                ? "database:" + keeper.path().text() + " is written twice, and the offset would go with"
                                        + " the first" + ALLOWED
                                : "database:" + endpoint.path().text()
                                        + " is written before, not in one transaction with" + " the offset" + ALLOWED
                                        + ", and a route for each table");
            }
        }
    }

    private void wrong(List<Step> steps, Step last, Value offsets) {
        for (Step step : steps) {
            Endpoint table = table(step);
            if (table != null) {
                findings.add(
                        Code.FG316,
                        last.word().place(),
                        "'" + last.word().text() + "' comes after database:"
                                + table.path().text() + ", with which the offset is stored, and is left out when the"
                                + " gateway ends between the two" + ALLOWED);
                return;
            }
            for (Endpoint endpoint : step.endpoints()) {
                if (endpoint.is("database")) {
                    findings.add(
                            Code.FG316,
                            endpoint.scheme().place(),
                            "database:" + endpoint.path().text() + " stands inside '"
                                    + step.word().text() + "', where it does not know when a message is done"
                                    + ALLOWED);
                    return;
                }
            }
        }
        findings.add(Code.FG316, offsets.place(), "no step of the route writes to a table" + ALLOWED);
    }

    /** Null when the step is no 'to: database:'. */
    private static @Nullable Endpoint table(Step step) {
        return step.word().text().equals("to")
                        && step.endpoints().size() == 1
                        && step.endpoints().get(0).is("database")
                ? step.endpoints().get(0)
                : null;
    }

    /** Whether only the running gateway knows where it sends to. */
    private static boolean mayBeTable(Step step) {
        return step.word().text().equals("to") && step.endpoints().isEmpty();
    }
}
