package io.fieldgate.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What all rounds have found, as Markdown. */
final class Report {
    private final Map<Contender, List<Map<Figure, Double>>> rounds = new LinkedHashMap<>();

    void add(Contender contender, Map<Figure, Double> figures) {
        rounds.computeIfAbsent(contender, first -> new ArrayList<>()).add(figures);
    }

    /** Per contender, over its rounds. */
    Map<Contender, Map<Figure, Double>> summary() {
        Map<Contender, Map<Figure, Double>> summary = new LinkedHashMap<>();
        rounds.forEach((contender, measured) -> {
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            for (Figure figure : Figure.values()) {
                figures.put(
                        figure,
                        figure.over(measured.stream()
                                .map(round -> round.getOrDefault(figure, Double.NaN))
                                .toList()));
            }
            summary.put(contender, figures);
        });
        return summary;
    }

    String markdown(Plan plan) {
        return table(Figure.OF_CONTENDER)
                + "\nCores in use at %,d messages/s:\n\n".formatted(plan.steadyRate())
                + table(Figure.OF_MACHINE);
    }

    private String table(List<Figure> columns) {
        StringBuilder table = new StringBuilder("| contender |");
        columns.forEach(column -> table.append(' ').append(column.title()).append(" |"));
        table.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        summary()
                .forEach((contender, figures) -> table.append("| ")
                        .append(contender.label())
                        .append(" | ")
                        .append(columns.stream()
                                .map(column -> column.format(figures.getOrDefault(column, Double.NaN)))
                                .collect(Collectors.joining(" | ")))
                        .append(" |\n"));
        return table.toString();
    }
}
