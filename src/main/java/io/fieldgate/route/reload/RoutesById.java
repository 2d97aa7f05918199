package io.fieldgate.route.reload;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The routes of files at some time.
 *
 * @param ids of the routes that an entry of a file has made, by the entry's key
 */
record RoutesById(RouteSet set, Map<String, List<String>> ids) {
    static RoutesById of(RunningRoutes routes) {
        RouteSet set = routes.now();
        Map<String, List<String>> ids = new TreeMap<>();
        set.units().keySet().forEach(key -> ids.put(key, routes.ids(key)));
        return new RoutesById(set, ids);
    }

    /** Sorted. */
    List<String> of(Collection<String> keys) {
        return keys.stream()
                .flatMap(key -> ids.getOrDefault(key, List.of()).stream())
                .sorted()
                .toList();
    }

    List<String> ofFile(String name) {
        return of(set.units().entrySet().stream()
                .filter(unit -> unit.getValue().file().name().equals(name))
                .map(Map.Entry::getKey)
                .toList());
    }

    List<String> all() {
        return of(ids.keySet());
    }
}
