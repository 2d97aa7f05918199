package io.fieldgate.route.reload;

import io.fieldgate.route.lint.Finding;
import io.fieldgate.route.lint.Linter;
import io.fieldgate.route.lint.Severity;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings into effect what stands in the route files, at the start and after each change. Of a file with a mistake nothing
 * does: what ran of it goes on, and at the start its routes are left out. All others are brought into effect.
 */
public final class RouteReload {
    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

    private final Function<List<Path>, Linter.Result> linter;
    private final Consumer<Boolean> moving;
    private final ReloadJournal journal;
    /** What runs, by name of the file. */
    private final Map<String, RouteFile> running = new TreeMap<>();

    private @Nullable WatchedFiles files;
    private @Nullable RunningRoutes routes;
    /** Of the files that were tried last, and of those that were seen last. */
    private String tried = "";

    private String seen = "";
    private boolean begun;
    private volatile boolean emptied;

    /** @param moving is told when routes are going to be exchanged, and when they have been */
    RouteReload(Function<List<Path>, Linter.Result> linter, Consumer<Boolean> moving, ReloadJournal journal) {
        this.linter = linter;
        this.moving = moving;
        this.journal = journal;
    }

    /**
     * Before the context starts.
     *
     * @param found looks for the files anew each time
     */
    synchronized void watch(CamelContext camel, Supplier<Collection<Resource>> found) {
        files = new WatchedFiles(found);
        routes = new RunningRoutes(camel);
        moving.accept(true);
    }

    /** Reads them for the first time; Camel starts the routes after it. */
    synchronized void begin() {
        try {
            reload();
        } finally {
            begun = true;
            Objects.requireNonNull(routes).started();
            moving.accept(false);
        }
    }

    /**
     * Brings what stands in the files now into effect, without waiting for whether somebody is still writing them. When there
     * is none any more, no route is either.
     */
    public synchronized Receipt reload() {
        WatchedFiles watched = files;
        if (watched == null) {
            return journal.nothingRead("no route files are read");
        }
        try {
            Map<String, RouteFile> read = watched.read();
            return reload(read, WatchedFiles.hash(read.values()));
        } catch (UncheckedIOException unreadable) {
            return journal.nothingRead("route files cannot be read: " + unreadable.getMessage());
        }
    }

    /** Whether they have changed; two looks must see the same, so that nothing half-written is taken. */
    synchronized void look() {
        WatchedFiles watched = files;
        if (watched == null || !begun) {
            return;
        }
        Map<String, RouteFile> read = watched.read();
        String hash = WatchedFiles.hash(read.values());
        if (!hash.equals(tried) && hash.equals(seen)) {
            if (read.isEmpty() && !running.isEmpty()) {
                leave(hash);
            } else {
                reload(read, hash);
            }
        }
        seen = hash;
    }

    /** Who loses all files at once has rather lost a volume, or is in the midst of a copy, than no use for any route. */
    private void leave(String hash) {
        tried = hash;
        emptied = true;
        Map<String, List<String>> problems = new TreeMap<>();
        running.keySet()
                .forEach(name -> problems.put(
                        name,
                        List.of(name + ":1: is gone, as all route files are, and its routes run on;"
                                + " POST /api/v1/config/reload takes them away if that is meant")));
        RoutesById now = RoutesById.of(Objects.requireNonNull(routes));
        journal.reloaded(now, now, Set.of(), running, problems, hash);
    }

    /** Whether all files have gone, and what they held runs on. Any thread. */
    boolean isEmptied() {
        return emptied;
    }

    /** What others have changed may have been what a file lacked. */
    synchronized void reconsider() {
        if (journal.routeFiles().stream().anyMatch(file -> !file.problems().isEmpty())) {
            tried = "";
        }
    }

    private Receipt reload(Map<String, RouteFile> read, String hash) {
        RunningRoutes target = Objects.requireNonNull(routes);
        RoutesById before = RoutesById.of(target);
        NavigableMap<String, List<String>> problems = new TreeMap<>();
        Map<String, RouteFile> wanted = wanted(read, problems);
        tried = hash;
        emptied = false;
        moving.accept(true);
        try {
            bring(wanted, problems);
        } finally {
            moving.accept(false);
        }
        running.clear();
        running.putAll(wanted);
        return journal.reloaded(before, RoutesById.of(target), read.keySet(), running, problems, hash);
    }

    /** The files as they stand there, but those with a mistake as they run, or not at all. */
    private Map<String, RouteFile> wanted(Map<String, RouteFile> read, NavigableMap<String, List<String>> problems) {
        Map<String, RouteFile> wanted = new TreeMap<>(read);
        problems.putAll(mistakes(read));
        // Somebody may rely on what is no longer there, or have what somebody else has now.
        boolean othersSuffer =
                problems.keySet().stream().anyMatch(name -> Objects.equals(read.get(name), running.get(name)));
        if (othersSuffer) {
            takeBack(wanted, problems);
        } else {
            problems.keySet().forEach(name -> keep(name, wanted));
        }
        return wanted;
    }

    private Map<String, List<String>> mistakes(Map<String, RouteFile> read) {
        Map<String, List<String>> mistakes = new TreeMap<>();
        List<Path> paths = read.keySet().stream().map(Path::of).toList();
        for (Finding finding : linter.apply(paths).findings()) {
            if (finding.code().severity() == Severity.ERROR) {
                mistakes.computeIfAbsent(finding.file(), file -> new ArrayList<>())
                        .add(finding.toString());
            }
        }
        read.forEach((name, file) -> {
            if (file.text().isBlank()) {
                mistakes.putIfAbsent(
                        name, List.of(name + ":1: is empty; a file that is deleted takes its routes along"));
            }
        });
        return mistakes;
    }

    private void keep(String name, Map<String, RouteFile> wanted) {
        RouteFile runs = running.get(name);
        if (runs == null) {
            wanted.remove(name);
        } else {
            wanted.put(name, runs);
        }
    }

    /** No change is taken, since what runs would suffer. */
    private void takeBack(Map<String, RouteFile> wanted, NavigableMap<String, List<String>> problems) {
        String cause = problems.firstEntry().getValue().get(0);
        TreeSet<String> names = new TreeSet<>(wanted.keySet());
        names.addAll(running.keySet());
        names.stream()
                .filter(name -> !Objects.equals(wanted.get(name), running.get(name)))
                .forEach(name -> problems.computeIfAbsent(
                        name, waiting -> List.of(name + ":1: is not taken, because of " + cause)));
        wanted.clear();
        wanted.putAll(running);
    }

    /** Until Camel takes all that is still wanted. */
    private void bring(Map<String, RouteFile> wanted, NavigableMap<String, List<String>> problems) {
        while (true) {
            try {
                Objects.requireNonNull(routes).become(RouteSet.of(wanted.values()));
                return;
            } catch (RouteRefused refused) {
                LOG.debug("Refused", refused);
                String name = refused.file();
                problems.computeIfAbsent(name, file -> new ArrayList<>()).add(String.valueOf(refused.getMessage()));
                if (Objects.equals(wanted.get(name), running.get(name))) {
                    // By somebody else's fault; all that ran has been put back.
                    takeBack(wanted, problems);
                    return;
                }
                keep(name, wanted);
            }
        }
    }

    /** What is wrong with files as they stand there now, hints included. Any thread. */
    public List<Finding> findings(List<Path> paths) {
        return linter.apply(paths).findings();
    }

    /** What of each route file is in effect. Any thread. */
    public List<FileState> routeFiles() {
        return journal.routeFiles();
    }

    /** The route files of which anything is in effect, as they stand there now. Any thread. */
    public List<Path> filesInEffect() {
        return journal.routeFiles().stream()
                .filter(file -> !file.isDisabled())
                .map(FileState::file)
                .map(Path::of)
                .toList();
    }

    /** What of each file is in effect, those of routes and others. Any thread. */
    public List<FileState> files() {
        return journal.files();
    }

    /** What became of the last changes, the newest first. Any thread. */
    public List<Receipt> receipts() {
        return journal.receipts();
    }
}
