package io.fieldgate.route.reload;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the route files is in effect, and what became of their changes: kept for people who ask, and told in the log. */
final class ReloadJournal {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadJournal.class);
    private static final int RECEIPTS = 20;
    private static final int SHOWN_DIGITS = 12;

    private final ReloadMeters meters;
    private final Map<String, Instant> since = new HashMap<>();
    private volatile List<FileState> files = List.of();
    private volatile List<Receipt> receipts = List.of();

    ReloadJournal(ReloadMeters meters) {
        this.meters = meters;
    }

    List<FileState> files() {
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
                false,
                List.of(),
                List.of(),
                List.of(),
                files.stream().flatMap(file -> file.routes().stream()).toList(),
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
            states.add(new FileState(
                    name, runningHash, since.get(name), after.ofFile(name), problems.getOrDefault(name, List.of())));
        }
        since.keySet().retainAll(names);
        files = List.copyOf(states);
        RouteDifference difference = RouteDifference.between(before.set(), after.set());
        return keep(new Receipt(
                now(),
                problems.isEmpty(),
                after.of(difference.added()),
                after.of(difference.changed()),
                before.of(difference.removed()),
                after.all(),
                problems.values().stream().flatMap(List::stream).toList(),
                hash));
    }

    private Receipt keep(Receipt receipt) {
        meters.reloaded(receipt.successful(), receipt.at());
        tell(receipt);
        List<Receipt> all = new ArrayList<>(List.of(receipt));
        receipts.stream().limit(RECEIPTS - 1L).forEach(all::add);
        receipts = List.copyOf(all);
        return receipt;
    }

    private void tell(Receipt receipt) {
        receipt.problems().forEach(problem -> LOG.warn("{}", problem));
        files.stream().filter(file -> !file.problems().isEmpty()).forEach(file -> {
            if (file.isDisabled()) {
                LOG.warn("{}: its routes do not run until it is corrected.", file.file());
            } else {
                LOG.warn("{}: the running version stays (since {}).", file.file(), file.since());
            }
        });
        LOG.info(
                "Routes: added {}, changed {}, removed {}; running {}, hash {}",
                receipt.added(),
                receipt.changed(),
                receipt.removed(),
                receipt.running(),
                receipt.hash().isEmpty() ? "unknown" : receipt.hash().substring(0, SHOWN_DIGITS));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
