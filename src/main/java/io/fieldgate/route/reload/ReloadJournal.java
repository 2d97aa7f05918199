package io.fieldgate.route.reload;

import io.fieldgate.message.Sha256;
import io.fieldgate.route.reload.FileState.State;
import io.fieldgate.yaml.LiveFile;
import io.fieldgate.yaml.LiveFile.Taken;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the files is in effect, and what became of their changes: kept for people who ask, and told in the log. */
final class ReloadJournal {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadJournal.class);
    private static final int RECEIPTS = 20;
    private static final int SHOWN_DIGITS = 12;

    private final ReloadMeters meters;
    private final Map<String, Instant> since = new HashMap<>();
    private final Map<String, FileState> configuration = new TreeMap<>();
    private volatile List<FileState> files = List.of();
    private volatile List<Receipt> receipts = List.of();
    private boolean routesTaken = true;

    ReloadJournal(ReloadMeters meters) {
        this.meters = meters;
    }

    synchronized List<FileState> files() {
        return Stream.concat(configuration.values().stream(), files.stream()).toList();
    }

    List<FileState> routeFiles() {
        return files;
    }

    /** The newest first. */
    List<Receipt> receipts() {
        return receipts;
    }

    /** Nothing was tried. */
    Receipt nothingRead(String problem) {
        return keep(new Receipt(
                now(),
                "",
                FileState.ROUTES,
                false,
                List.of(),
                List.of(),
                List.of(),
                files.stream().flatMap(file -> file.names().stream()).toList(),
                List.of(problem),
                ""));
    }

    /**
     * Something was tried.
     *
     * @param read names of the files that there are
     * @param running what runs of them, and of those that were deleted
     * @param problems by name
     */
    Receipt reloaded(
            RoutesById before,
            RoutesById after,
            Collection<String> read,
            Map<String, RouteFile> running,
            Map<String, List<String>> problems,
            String hash) {
        Map<String, String> hashesBefore = new HashMap<>();
        files.forEach(file -> hashesBefore.put(file.file(), String.valueOf(file.hash())));
        TreeSet<String> names = new TreeSet<>(read);
        names.addAll(running.keySet());
        List<FileState> states = new ArrayList<>();
        for (String name : names) {
            RouteFile runs = running.get(name);
            String runningHash = runs == null ? null : runs.hash();
            if (runningHash == null) {
                since.remove(name);
            } else if (!runningHash.equals(hashesBefore.get(name))) {
                since.put(name, now());
            }
            List<String> mistakes = problems.getOrDefault(name, List.of());
            State state = runningHash == null ? State.DISABLED : mistakes.isEmpty() ? State.RUNNING : State.EARLIER;
            states.add(new FileState(
                    name, FileState.ROUTES, state, runningHash, since.get(name), after.ofFile(name), mistakes));
        }
        since.keySet().retainAll(names);
        files = List.copyOf(states);
        RouteDifference difference = RouteDifference.between(before.set(), after.set());
        return keep(new Receipt(
                now(),
                "",
                FileState.ROUTES,
                problems.isEmpty(),
                after.of(difference.added()),
                after.of(difference.changed()),
                before.of(difference.removed()),
                after.all(),
                problems.values().stream().flatMap(List::stream).toList(),
                hash));
    }

    /** Another file was read at the start. */
    synchronized void begun(LiveFile file) {
        state(file);
        meters.reloaded(isAllTaken(), now());
    }

    /** Another file was tried; what is wrong with it was told by whoever tried. */
    synchronized Receipt reloaded(LiveFile file) {
        FileState state = state(file);
        Taken taken = file.last();
        return keep(new Receipt(
                now(),
                state.file(),
                state.entries(),
                taken.problems().isEmpty(),
                taken.added(),
                taken.changed(),
                taken.removed(),
                taken.running(),
                taken.problems(),
                taken.text() == null ? "" : Sha256.hex(taken.text())));
    }

    private FileState state(LiveFile file) {
        String name = file.path().toString();
        Taken taken = file.last();
        FileState before = configuration.get(name);
        boolean earlier = taken.extent() == LiveFile.Extent.EARLIER;
        String hash = before == null ? null : before.hash();
        Instant since = before == null ? now() : before.since();
        if (!earlier) {
            String taking = taken.text() == null ? null : Sha256.hex(taken.text());
            since = before == null || taken.isChange() ? now() : since;
            hash = taking;
        }
        State state = switch (taken.extent()) {
            case ALL -> State.RUNNING;
            case PARTLY -> State.PARTLY;
            case EARLIER -> State.EARLIER;
        };
        FileState now = new FileState(name, file.entries(), state, hash, since, taken.running(), taken.problems());
        configuration.put(name, now);
        return now;
    }

    private boolean isAllTaken() {
        return routesTaken
                && configuration.values().stream()
                        .allMatch(file -> file.problems().isEmpty());
    }

    private synchronized Receipt keep(Receipt receipt) {
        if (receipt.file().isEmpty()) {
            routesTaken = receipt.successful();
            tellOfRoutes(receipt);
        } else {
            tell(receipt);
        }
        meters.reloaded(isAllTaken(), receipt.at());
        List<Receipt> all = new ArrayList<>(List.of(receipt));
        receipts.stream().limit(RECEIPTS - 1L).forEach(all::add);
        receipts = List.copyOf(all);
        return receipt;
    }

    private void tellOfRoutes(Receipt receipt) {
        receipt.problems().forEach(problem -> LOG.warn("{}", problem));
        files.stream().filter(file -> !file.problems().isEmpty()).forEach(file -> {
            if (file.isDisabled()) {
                LOG.warn("{}: its routes do not run until it is corrected.", file.file());
            } else {
                LOG.warn("{}: the running version stays (since {}).", file.file(), file.since());
            }
        });
        tell(receipt);
    }

    private static void tell(Receipt receipt) {
        String what = receipt.file().isEmpty() ? "Routes" : receipt.file();
        String hash = receipt.hash().isEmpty() ? "unknown" : receipt.hash().substring(0, SHOWN_DIGITS);
        LOG.info(
                "{}: added {}, changed {}, removed {}; running {}, hash {}",
                what,
                receipt.added(),
                receipt.changed(),
                receipt.removed(),
                receipt.running(),
                hash);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
