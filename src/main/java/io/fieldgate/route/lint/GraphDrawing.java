package io.fieldgate.route.lint;

import io.fieldgate.route.lint.RouteGraph.Place;
import io.fieldgate.route.lint.RouteGraph.Way;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Draws a graph as SVG: messages go from left to right, each place stands right of all that lead to it. What leads back, in a
 * circle, is drawn so.
 */
final class GraphDrawing {
    private static final int LETTER = 7;
    private static final int HEIGHT = 32;
    private static final int ROW = 64;
    private static final int GAP = 48;
    private static final int EDGE = 16;

    private final Collection<Place> places;
    private final List<Way> ways;
    private final Map<Place, Integer> columns = new HashMap<>();
    private final Map<Place, Box> boxes = new HashMap<>();
    private int width;
    private int height;

    private record Box(int x, int y, int width) {
        int right() {
            return x + width;
        }

        int middle() {
            return y + HEIGHT / 2;
        }
    }

    GraphDrawing(Collection<Place> places, List<Way> ways) {
        this.places = places;
        this.ways = ways;
        places.forEach(place -> column(place, new HashSet<>()));
        arrange();
    }

    /** The longest way to it; {@code path} are those that it leads to, which do not count. */
    private int column(Place place, Set<Place> path) {
        Integer known = columns.get(place);
        if (known != null) {
            return known;
        }
        path.add(place);
        int column = 0;
        for (Way way : ways) {
            if (way.to().equals(place) && !path.contains(way.from())) {
                column = Math.max(column, column(way.from(), path) + 1);
            }
        }
        path.remove(place);
        columns.put(place, column);
        return column;
    }

    private void arrange() {
        int x = EDGE;
        int last = columns.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        for (int column = 0; column <= last; column++) {
            int here = column;
            List<Place> stack = places.stream()
                    .filter(place -> columns.getOrDefault(place, 0) == here)
                    .toList();
            int widest =
                    stack.stream().mapToInt(place -> width(place.label())).max().orElse(0);
            int y = EDGE;
            for (Place place : stack) {
                boxes.put(place, new Box(x, y, widest));
                y += ROW;
            }
            height = Math.max(height, y - ROW + HEIGHT + EDGE);
            int names = ways.stream()
                    .filter(way -> columns.getOrDefault(way.from(), 0) == here)
                    .mapToInt(way -> width(way.route()))
                    .max()
                    .orElse(0);
            x += widest + GAP + names;
            width = x - GAP - names + EDGE;
        }
    }

    private static int width(String text) {
        return text.isEmpty() ? 0 : text.length() * LETTER + 2 * EDGE;
    }

    /** The picture. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"monospace\" font-size=\"12\">",
                width,
                height,
                width,
                height));
        lines.add("  <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\""
                + " markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#667\"/></marker></defs>");
        lines.add("  <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        ways.forEach(way -> lines.add(drawn(way)));
        places.forEach(place -> lines.add(drawn(place)));
        lines.add("</svg>");
        return String.join("\n", lines) + "\n";
    }

    private String drawn(Way way) {
        Box from = box(way.from());
        Box to = box(way.to());
        int x1 = from.right();
        int x2 = to.x();
        int bend = Math.max(GAP, Math.abs(x2 - x1) / 2);
        String line = String.format(
                Locale.ROOT,
                "  <path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"#667\" marker-end=\"url(#arrow)\"/>",
                x1,
                from.middle(),
                x1 + bend,
                from.middle(),
                x2 - bend,
                to.middle(),
                x2,
                to.middle());
        return way.route().isEmpty()
                ? line
                : line + "\n" + label((x1 + x2) / 2, (from.middle() + to.middle()) / 2 - 6, way.route(), "#445");
    }

    private String drawn(Place place) {
        Box box = box(place);
        return String.format(
                        Locale.ROOT,
                        "  <rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"#667\"/>\n",
                        box.x(),
                        box.y(),
                        box.width(),
                        HEIGHT,
                        place.kind().round(),
                        place.kind().colour())
                + label(box.x() + box.width() / 2, box.middle() + 4, place.label(), "#112");
    }

    private Box box(Place place) {
        return boxes.getOrDefault(place, new Box(0, 0, 0));
    }

    private static String label(int x, int y, String text, String colour) {
        return String.format(
                Locale.ROOT,
                "  <text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">%s</text>",
                x,
                y,
                colour,
                text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }
}
