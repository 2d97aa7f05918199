package io.fieldgate.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Replays in words. */
final class ReplayText {
    private ReplayText() {}

    /** What a dry run found. */
    static String forecast(JsonNode forecast) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "   %,d letters would go back%s, and nothing was sent.",
                forecast.path("selected").asLong() - forecast.path("skipped").asLong(),
                forecast.path("complete").asBoolean()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " of the first %,d of %,d, which were looked at",
                                forecast.path("looked").asLong(),
                                forecast.path("to_look").asLong())));
        long tried = forecast.path("tried").asLong();
        long passed = forecast.path("would_pass").asLong();
        long failed = forecast.path("would_fail").asLong();
        if (tried > 0) {
            String share = passed + failed == 0
                    ? ""
                    : String.format(Locale.ROOT, ", %.0f %% pass", 100.0 * passed / (passed + failed));
            lines.add(String.format(
                    Locale.ROOT,
                    "   Of %,d that were tried on the routes of today %,d would pass and %,d would fail%s.",
                    tried,
                    passed,
                    failed,
                    share));
        }
        if (forecast.path("unknown").asLong() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "   Of %,d only the database can tell, which has refused them.",
                    forecast.path("unknown").asLong()));
        }
        if (forecast.path("skipped").asLong() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "   %,d are meant and cannot go as they are.",
                    forecast.path("skipped").asLong()));
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode reason : forecast.path("reasons")) {
            rows.add(List.of(
                    reason.path("count").asText(),
                    reason.path("code").asText(),
                    reason.path("example").asText(),
                    reason.path("message").asText()));
        }
        if (!rows.isEmpty()) {
            lines.addAll(Table.lines(List.of("count", "why", "for example", "says"), rows));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** How it ended. */
    static String end(JsonNode job) {
        boolean done = job.path("state").asText().equals("done");
        boolean well =
                done && job.path("failed").asLong() == 0 && job.path("skipped").asLong() == 0;
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                " %s %s: %,d went back, %,d failed again, %,d could not go, %,d were not meant",
                well ? "√" : done ? "~" : "x",
                done ? "done" : "stopped by " + Table.plain(job.path("ended_by").asText()),
                job.path("replayed").asLong(),
                job.path("failed").asLong(),
                job.path("skipped").asLong(),
                job.path("passed_over").asLong()));
        for (JsonNode skip : job.path("skips")) {
            text.append(System.lineSeparator())
                    .append("   ")
                    .append(skip.path("position").asText())
                    .append(": ")
                    .append(Table.plain(skip.path("reason").asText()));
        }
        return text.toString();
    }

    /** All that were begun. */
    static List<String> table(JsonNode answer) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode job : answer.path("replays")) {
            rows.add(List.of(
                    job.path("began_at").asText(),
                    job.path("state").asText(),
                    job.path("author").asText(),
                    letters(job),
                    job.path("replayed").asText(),
                    job.path("failed").asText(),
                    job.path("skipped").asText(),
                    job.path("id").asText()));
        }
        return rows.isEmpty()
                ? List.of("There are no replays.")
                : Table.lines(
                        List.of("began", "state", "author", "letters", "replayed", "failed", "could not go", "id"),
                        rows);
    }

    private static String letters(JsonNode job) {
        if (job.path("positions").size() > 0) {
            int more = job.path("positions").size() - 1;
            return job.path("positions").path(0).asText() + (more > 0 ? " and " + more + " more" : "");
        }
        List<String> conditions = new ArrayList<>();
        job.path("filter").properties().forEach(condition -> {
            if (!condition.getValue().isNull()) {
                conditions.add(condition.getKey() + "=" + condition.getValue().asText());
            }
        });
        return conditions.isEmpty() ? "all" : String.join(" ", conditions);
    }
}
