package io.fieldgate.route.reload;

import io.fieldgate.yaml.LiveFile;
import io.fieldgate.yaml.LiveFile.Taken;
import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings changes of the other files of the configuration into effect: alert rules and the like, each file for itself. A file
 * that cannot be taken leaves what is in effect.
 */
public final class ConfigReload {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);

    private final List<LiveFile> files;
    private final Function<Path, List<String>> mistakes;
    private final ReloadJournal journal;
    /** Of each file what was tried last, and what was seen last. */
    private final Map<LiveFile, Content> tried = new HashMap<>();

    private final Map<LiveFile, Content> seen = new HashMap<>();

    /** What stands in a file: a text; or none, and why not when there is one. */
    private record Content(@Nullable String text, @Nullable String unreadable) {}

    /** @param mistakes finds them in a file, without taking it */
    ConfigReload(List<LiveFile> files, Function<Path, List<String>> mistakes, ReloadJournal journal) {
        this.files = files;
        this.mistakes = mistakes;
        this.journal = journal;
        for (LiveFile file : files) {
            tried.put(file, new Content(file.last().text(), null));
            journal.begun(file);
        }
    }

    /** Brings what stands in the files now into effect; returns what was tried. */
    public synchronized List<Receipt> reload() {
        List<Receipt> receipts = new ArrayList<>();
        for (LiveFile file : files) {
            Content now = read(file);
            if (!now.equals(tried.get(file)) || !file.last().problems().isEmpty()) {
                Receipt receipt = take(file, now);
                if (receipt != null) {
                    receipts.add(receipt);
                }
            }
        }
        return receipts;
    }

    /**
     * Whether they have changed; two looks must see the same, so that nothing half-written is taken.
     *
     * @return whether something else is in effect now
     */
    synchronized boolean look() {
        boolean changed = false;
        for (LiveFile file : files) {
            Content now = read(file);
            if (!now.equals(tried.get(file)) && now.equals(seen.get(file))) {
                var unused = take(file, now);
                changed |= file.last().isChange();
            }
            seen.put(file, now);
        }
        return changed;
    }

    private static Content read(LiveFile file) {
        Path path = file.path();
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (file.last().text() != null && folder != null && !Files.isDirectory(folder)) {
                // Not mounted, perhaps: whoever means it takes away the file and not its folder.
                return new Content(null, path + ": its folder is not there");
            }
            // One that may not be looked at is not gone.
            return new Content(Files.notExists(path) ? null : YamlFile.text(path), null);
        } catch (IOException unreadable) {
            return new Content(null, String.valueOf(unreadable.getMessage()));
        }
    }

    /** Null when it is no news: of what text that came which is in effect was not known, and this one says the same. */
    private @Nullable Receipt take(LiveFile file, Content content) {
        boolean known = file.last().text() != null;
        tried.put(file, content);
        try {
            var unused = bring(file, content);
        } catch (RuntimeException | LinkageError unexpected) {
            // Whatever it is, the others, and the next change, must be seen.
            LOG.error(
                    "{} cannot be brought into effect. Change it, or report this with the lines that follow.",
                    file.path(),
                    unexpected);
            var unused = file.refuse(content.text, List.of(file.path() + ":1: cannot be taken: " + unexpected));
        }
        if (!known && !file.last().isChange() && file.last().problems().isEmpty()) {
            journal.begun(file);
            return null;
        }
        return journal.reloaded(file);
    }

    private Taken bring(LiveFile file, Content content) {
        if (content.unreadable != null) {
            return file.refuse(null, List.of(content.unreadable));
        }
        List<String> found = content.text != null && file.isWhole() ? mistakes.apply(file.path()) : List.of();
        return found.isEmpty() ? file.take(content.text) : file.refuse(Objects.requireNonNull(content.text), found);
    }
}
