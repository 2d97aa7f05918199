package io.fieldgate.observe.live;

import io.fieldgate.observe.RouteView;
import io.fieldgate.observe.live.LiveEvent.Kind;
import io.fieldgate.observe.live.LiveEvent.Level;
import io.fieldgate.route.reload.Receipt;
import io.fieldgate.route.reload.RouteReload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what has changed between one look at the gateway and the next. Used by one thread. */
final class Changes {
    private final Live live;
    private final RouteReload reload;
    private final Map<String, RouteView.State> states = new HashMap<>();
    private final Map<String, Trouble> troubles = new HashMap<>();
    private @Nullable Receipt told;

    Changes(Live live, RouteReload reload) {
        this.live = live;
        this.reload = reload;
    }

    void see(List<RouteView> routes, List<Trouble> ill) {
        routes.forEach(this::see);
        states.keySet().removeIf(id -> {
            boolean gone = routes.stream().noneMatch(route -> route.id().equals(id));
            if (gone) {
                live.event(Kind.ROUTE, Level.INFO, id, "Route " + id + " is gone.", null);
            }
            return gone;
        });
        seeTroubles(ill);
        seeReloads();
    }

    private void see(RouteView route) {
        RouteView.State before = states.put(route.id(), route.state());
        if (before == route.state()) {
            return;
        }
        // Also one that is not well; its trouble is told beside.
        if (before != null && !isRunning(before) && isRunning(route.state())) {
            live.event(Kind.ROUTE, Level.INFO, route.id(), "Route " + route.id() + " has started.", null);
        }
        switch (route.state()) {
            case STOPPED ->
                live.event(Kind.ROUTE, Level.WARNING, route.id(), "Route " + route.id() + " stands still.", null);
            case SUSPENDED ->
                live.event(Kind.ROUTE, Level.WARNING, route.id(), "Route " + route.id() + " is suspended.", null);
            case STARTED, DOWN, STARTING -> {
                // Its trouble, if any, is told with its cause.
            }
        }
    }

    private static boolean isRunning(RouteView.State state) {
        return state == RouteView.State.STARTED || state == RouteView.State.DOWN;
    }

    private void seeTroubles(List<Trouble> ill) {
        Map<String, Trouble> now = new HashMap<>();
        for (Trouble trouble : ill) {
            now.put(trouble.what(), trouble);
            if (!troubles.containsKey(trouble.what())) {
                live.event(
                        trouble.kind(),
                        trouble.kind() == Kind.DISK || trouble.cure() != null ? Level.ERROR : Level.WARNING,
                        trouble.route(),
                        capital(trouble.what()) + ": " + trouble.cause(),
                        trouble.cure());
            }
        }
        List<Trouble> over = new ArrayList<>(troubles.values());
        over.removeIf(trouble -> now.containsKey(trouble.what()));
        over.forEach(trouble -> live.event(
                trouble.kind(), Level.INFO, trouble.route(), capital(trouble.what()) + " is well again.", null));
        troubles.clear();
        troubles.putAll(now);
    }

    private void seeReloads() {
        List<Receipt> news = new ArrayList<>();
        for (Receipt receipt : reload.receipts()) {
            if (receipt.equals(told)) {
                break;
            }
            news.add(0, receipt);
        }
        for (Receipt receipt : news) {
            // That the routes were loaded at all is no news.
            if (told != null) {
                tell(receipt);
            }
            told = receipt;
        }
    }

    private void tell(Receipt receipt) {
        String what = receipt.file().isEmpty() ? "The route files" : receipt.file();
        if (receipt.successful()) {
            live.event(
                    Kind.RELOAD,
                    Level.INFO,
                    null,
                    what + " came into effect: added " + receipt.added() + ", changed " + receipt.changed()
                            + ", removed " + receipt.removed() + ".",
                    null);
        } else {
            live.event(
                    Kind.RELOAD,
                    Level.WARNING,
                    null,
                    "A change of " + (receipt.file().isEmpty() ? "the route files" : what)
                            + " was refused, what ran goes on: "
                            + (receipt.problems().isEmpty()
                                    ? ""
                                    : receipt.problems().get(0)),
                    "./fieldgate lint shows what is wrong.");
        }
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
