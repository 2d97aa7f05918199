package io.fieldgate.notify;

import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the tree of routes. What a route does not say is as in the one above it. */
final class RouteReader {
    private static final int DEEPEST = 20;
    private static final List<String> OF_ALL = List.of("receiver", "receivers", "routes");
    private static final List<String> OF_BRANCHES = List.of("matchers", "continue");

    private final Problems problems;
    private final List<String> known;

    /** @param known names of receivers */
    RouteReader(Problems problems, Collection<String> known) {
        this.problems = problems;
        this.known = List.copyOf(known);
    }

    /** @param node null: there is none */
    Route read(@Nullable Node node) {
        if (node == null) {
            return Route.NOWHERE;
        }
        Section section = new Section(node, problems, "'route'", keys(List.of()));
        List<String> receivers = receivers(section, List.of());
        Timing timing = TimingReader.read(section).over(Timing.DEFAULT);
        return Route.root(receivers, timing, branches(section, "", receivers, timing, 1));
    }

    private static String[] keys(List<String> more) {
        List<String> keys = new ArrayList<>(OF_ALL);
        keys.addAll(TimingReader.KEYS);
        keys.addAll(more);
        return keys.toArray(String[]::new);
    }

    private List<Route> branches(Section above, String name, List<String> receivers, Timing timing, int depth) {
        List<Route> branches = new ArrayList<>();
        for (Node node : above.list("routes")) {
            if (depth > DEEPEST) {
                problems.add(node, "routes are nested too deep, allowed are " + DEEPEST + " levels");
                break;
            }
            Route branch = branch(node, name, receivers, timing, depth);
            if (branch != null) {
                branches.add(branch);
            }
        }
        return List.copyOf(branches);
    }

    /** Null for one with a mistake: it could take alerts that are not its own, or tell nobody of them. */
    private @Nullable Route branch(Node node, String above, List<String> receivers, Timing timing, int depth) {
        int before = problems.count();
        Section section = new Section(node, problems, "a route", keys(OF_BRANCHES));
        List<Matcher> matchers = matchers(section, "matchers", problems);
        String name = above + "/{" + matchers.stream().map(Matcher::toString).collect(Collectors.joining(",")) + "}";
        List<String> own = receivers(section, receivers);
        Timing ownTiming = TimingReader.read(section).over(timing);
        boolean goesOn =
                section.choice("continue", "false", List.of("true", "false")).equals("true");
        boolean right = problems.count() == before;
        List<Route> below = branches(section, name, own, ownTiming, depth + 1);
        return right ? new Route(name, matchers, goesOn, own, ownTiming, below) : null;
    }

    private List<String> receivers(Section section, List<String> above) {
        Node single = section.get("receiver");
        if (single != null && section.has("receivers")) {
            problems.add(single, "a route has either 'receiver' or 'receivers', this one has both");
        }
        if (single == null && !section.has("receivers")) {
            return above;
        }
        List<String> names = new ArrayList<>();
        for (Node node : single == null ? section.list("receivers") : List.of(single)) {
            String name = YamlFile.scalar(node);
            if (known.contains(name)) {
                names.add(name);
            } else {
                problems.add(node, "there is no receiver '" + name + "', " + Section.suggestion(name, known));
            }
        }
        return List.copyOf(names);
    }

    /** The conditions that stand under a key. */
    static List<Matcher> matchers(Section section, String key, Problems problems) {
        List<Matcher> matchers = new ArrayList<>();
        for (Node node : section.list(key)) {
            try {
                matchers.add(Matcher.parse(YamlFile.scalar(node)));
            } catch (IllegalArgumentException wrong) {
                problems.add(node, String.valueOf(wrong.getMessage()));
            }
        }
        return List.copyOf(matchers);
    }
}
