package io.fieldgate.route.lint;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Collects what is wrong, in the order of the files, each once. */
final class Findings {
    private final Set<Finding> found = new TreeSet<>();

    void add(Code code, Place place, String message) {
        if (place.source().reports(code, place.line())) {
            found.add(new Finding(place.source().name(), place.shownLine(), place.shownColumn(), code, message));
        }
    }

    int count() {
        return found.size();
    }

    List<Finding> all() {
        return List.copyOf(found);
    }
}
