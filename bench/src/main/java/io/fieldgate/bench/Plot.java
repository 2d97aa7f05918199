package io.fieldgate.bench;

import java.util.List;
import java.util.Map;

/** The figures as horizontal bars, a panel each, in one SVG. */
final class Plot {
    private static final List<Figure> PANELS =
            List.of(Figure.THROUGHPUT, Figure.BACKLOG, Figure.CPU, Figure.P50, Figure.P99);
    private static final int LABEL = 110;
    private static final int BAR = 360;
    private static final int VALUE = 80;
    private static final int ROW = 22;
    private static final int HEAD = 34;

    private Plot() {}

    static String svg(Map<Contender, Map<Figure, Double>> summary) {
        int panel = HEAD + summary.size() * ROW + 10;
        int width = LABEL + BAR + VALUE;
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">%n"
                        .formatted(width, panel * PANELS.size()));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        int top = 0;
        for (Figure figure : PANELS) {
            svg.append("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n"
                    .formatted(LABEL, top + 22, figure.title()));
            bars(svg, figure, summary, top + HEAD);
            top += panel;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bars(StringBuilder svg, Figure figure, Map<Contender, Map<Figure, Double>> summary, int top) {
        double longest = summary.values().stream()
                .mapToDouble(figures -> figures.getOrDefault(figure, Double.NaN))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(1);
        int y = top;
        for (Map.Entry<Contender, Map<Figure, Double>> row : summary.entrySet()) {
            double value = row.getValue().getOrDefault(figure, Double.NaN);
            int length = Double.isNaN(value) ? 0 : (int) Math.round(value / longest * BAR);
            String colour = row.getKey() == Contender.FIELDGATE ? "#1f77b4" : "#b0b8c0";
            svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                    .formatted(LABEL - 8, y + 13, row.getKey().label()));
            svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\" fill=\"%s\"/>%n"
                    .formatted(LABEL, y, length, colour));
            svg.append(
                    "<text x=\"%d\" y=\"%d\">%s</text>%n".formatted(LABEL + length + 6, y + 13, figure.format(value)));
            y += ROW;
        }
    }
}
