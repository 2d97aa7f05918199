package io.fieldgate.route.reload;

import io.fieldgate.route.reload.RouteSet.Shared;
import io.fieldgate.route.reload.RouteSet.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be done to come from one set of routes to another, by the keys of routes.
 *
 * @param shared files whose templates, beans and the like are not the same
 */
record RouteDifference(List<String> added, List<String> changed, List<String> removed, List<String> shared) {
    static RouteDifference between(RouteSet before, RouteSet after) {
        Map<String, Unit> old = before.units();
        Map<String, Unit> fresh = after.units();
        Set<String> files = new LinkedHashSet<>(before.shared().keySet());
        files.addAll(after.shared().keySet());
        return new RouteDifference(
                fresh.keySet().stream().filter(key -> !old.containsKey(key)).toList(),
                fresh.entrySet().stream()
                        .filter(entry -> {
                            Unit was = old.get(entry.getKey());
                            return was != null
                                    && !was.print().equals(entry.getValue().print());
                        })
                        .map(Map.Entry::getKey)
                        .toList(),
                old.keySet().stream().filter(key -> !fresh.containsKey(key)).toList(),
                files.stream()
                        .filter(file -> !print(before, file).equals(print(after, file)))
                        .toList());
    }

    private static String print(RouteSet set, String file) {
        Shared shared = set.shared().get(file);
        return shared == null ? "" : shared.print();
    }

    boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && shared.isEmpty();
    }
}
