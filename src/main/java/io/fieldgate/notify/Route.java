package io.fieldgate.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where alerts go that name no receivers, as in Alertmanager: an alert goes down the tree by the first branch whose matchers
 * all hold, also by the next ones where a branch goes on, and stays where no branch takes it further.
 *
 * @param name the matchers on the way from the root, which is empty
 * @param goesOn whether an alert that it takes is shown to the routes after it, too
 * @param receivers names of those that are told
 * @param timing unless the receiver has its own
 * @param branches in the order of the file
 */
record Route(
        String name,
        List<Matcher> matchers,
        boolean goesOn,
        List<String> receivers,
        Timing timing,
        List<Route> branches) {
    /** Nobody is told. */
    static final Route NOWHERE = root(List.of(), Timing.DEFAULT, List.of());

    static Route root(List<String> receivers, Timing timing, List<Route> branches) {
        return new Route("", List.of(), false, receivers, timing, branches);
    }

    /** Where an alert with these labels arrives; empty when the matchers do not hold. */
    List<Route> ends(Map<String, String> labels) {
        if (!Matcher.all(matchers, labels)) {
            return List.of();
        }
        List<Route> ends = new ArrayList<>();
        for (Route branch : branches) {
            List<Route> found = branch.ends(labels);
            ends.addAll(found);
            if (!found.isEmpty() && !branch.goesOn) {
                break;
            }
        }
        return ends.isEmpty() ? List.of(this) : ends;
    }
}
