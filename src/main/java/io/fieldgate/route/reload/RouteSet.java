package io.fieldgate.route.reload;

import io.fieldgate.message.Sha256;
import io.fieldgate.route.reload.RouteFile.Entry;
import io.fieldgate.route.reload.RouteFile.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What some route files say together: their routes, each under a key by which it is found again in another version, and what
 * they share. A route that means the same as before has the same print as before; so does one that only moved.
 *
 * @param units the routes, by key
 * @param shared templates, beans and the like of each file that has any, by the file's name
 */
record RouteSet(Map<String, Unit> units, Map<String, Shared> shared) {
    /**
     * One route of a file, or the routes that one entry makes.
     *
     * @param id empty when the file gives it none
     * @param entries of the file that make it: its own, and those that hold for all routes of the file
     * @param print differs when the route must be made anew
     */
    record Unit(RouteFile file, String id, int line, Set<Integer> entries, String print) {
        String place() {
            return file.name() + ":" + line;
        }
    }

    /** What a file has for other routes. */
    record Shared(RouteFile file, Set<Integer> entries, String print) {}

    /** Something that routes mention by name. */
    private record Named(List<String> names, String content) {}

    static RouteSet of(Collection<RouteFile> files) {
        Map<RouteFile, List<Entry>> entries = new LinkedHashMap<>();
        files.forEach(file -> entries.put(file, file.entries()));
        List<Named> named = new ArrayList<>();
        StringBuilder everywhere = new StringBuilder();
        Map<String, Shared> shared = new TreeMap<>();
        entries.forEach((file, all) -> {
            String scope = RouteFile.content(all, Kind.SCOPE);
            all.stream()
                    .filter(entry -> entry.kind() == Kind.NAMED)
                    .forEach(entry -> named.add(new Named(entry.names(), entry.content() + scope)));
            everywhere.append(RouteFile.content(all, Kind.GLOBAL));
            Set<Integer> forOthers = indexes(all, Kind.NAMED, Kind.GLOBAL);
            if (!forOthers.isEmpty()) {
                forOthers.addAll(indexes(all, Kind.SCOPE));
                shared.put(
                        file.name(),
                        new Shared(
                                file, forOthers, print(RouteFile.content(all, Kind.NAMED, Kind.GLOBAL, Kind.SCOPE))));
            }
        });
        Map<String, Unit> units = new LinkedHashMap<>();
        entries.forEach((file, all) -> all.stream()
                .filter(entry -> entry.kind() == Kind.ROUTE)
                .forEach(entry -> add(units, unit(file, all, entry, everywhere.toString(), named))));
        return new RouteSet(units, shared);
    }

    private static Unit unit(RouteFile file, List<Entry> all, Entry entry, String everywhere, List<Named> named) {
        Set<Integer> own = indexes(all, Kind.SCOPE);
        own.add(entry.index());
        String content = entry.content() + "\n" + RouteFile.content(all, Kind.SCOPE);
        String id = entry.names().isEmpty() ? "" : entry.names().get(0);
        return new Unit(file, id, entry.line(), own, print(content + everywhere + mentioned(content, named)));
    }

    /** What a text mentions, and what that mentions in turn. */
    private static String mentioned(String content, List<Named> named) {
        Set<Named> found = new LinkedHashSet<>();
        ArrayDeque<String> open = new ArrayDeque<>(List.of(content));
        while (!open.isEmpty()) {
            String text = open.removeFirst();
            for (Named one : named) {
                if (one.names().stream().anyMatch(name -> !name.isEmpty() && text.contains(name)) && found.add(one)) {
                    open.add(one.content());
                }
            }
        }
        return found.toString();
    }

    private static void add(Map<String, Unit> units, Unit unit) {
        String key = unit.id().isEmpty() ? unit.print() : unit.id();
        // What stands there twice is two routes, or a mistake, which Camel will tell.
        while (units.putIfAbsent(key, unit) != null) {
            key += "'";
        }
    }

    private static Set<Integer> indexes(List<Entry> entries, Kind... kinds) {
        Set<Kind> wanted = Set.of(kinds);
        Set<Integer> indexes = new LinkedHashSet<>();
        entries.stream().filter(entry -> wanted.contains(entry.kind())).forEach(entry -> indexes.add(entry.index()));
        return indexes;
    }

    private static String print(String content) {
        return Sha256.hex(content);
    }
}
