package io.fieldgate.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the configuration that may change while the gateway runs. Whoever watches it calls {@link #take} when it has
 * changed, one thread at a time; the rest may be called from any thread. What is wrong with it the taker logs.
 */
public abstract class LiveFile {
    private final Logger log = LoggerFactory.getLogger(getClass());
    private final Path path;
    private final String entries;
    private volatile Taken last;

    /**
     * One of which nothing was tried yet while it is watched.
     *
     * @param entries what stands in it, in the plural
     * @param last what is in effect
     */
    protected LiveFile(Path path, String entries, Taken last) {
        this.path = path;
        this.entries = entries;
        this.last = last;
    }

    public final Path path() {
        return path;
    }

    /** What stands in it, in the plural. */
    public final String entries() {
        return entries;
    }

    /** What was tried last. */
    public final Taken last() {
        return last;
    }

    /**
     * Brings into effect what stands in it now. Never throws; what cannot be leaves what was in effect before.
     *
     * @param text null: there is no such file any more
     */
    public abstract Taken take(@Nullable String text);

    /** As {@link #take}, but it is known already that there are mistakes. */
    public Taken refuse(@Nullable String text, List<String> problems) {
        problems.forEach(problem -> log.warn("{}", problem));
        log.warn("{}: the {} stay as they are.", path, entries);
        return tried(Taken.refused(text, running(), problems));
    }

    /** Whether one mistake keeps all of it from being taken, so that it is worth a look beforehand. */
    public boolean isWhole() {
        return true;
    }

    /** Names of what is in effect. */
    protected abstract Collection<String> running();

    /** What became of the last try. */
    protected final Taken tried(Taken taken) {
        last = taken;
        return taken;
    }

    /** How much of a file is in effect. */
    public enum Extent {
        ALL,
        /** Some of its entries are not. */
        PARTLY,
        /** What was in effect before still is. */
        EARLIER
    }

    /**
     * What became of a text.
     *
     * @param text null: there was no file
     * @param running names of what is in effect now
     * @param problems each with its place, and what is allowed
     */
    public record Taken(
            @Nullable String text,
            Extent extent,
            List<String> added,
            List<String> changed,
            List<String> removed,
            List<String> running,
            List<String> problems) {
        /**
         * All of it, but for what has problems.
         *
         * @param before what was in effect, by name
         * @param now what is
         */
        public static Taken of(
                @Nullable String text, Map<String, ?> before, Map<String, ?> now, List<String> problems) {
            List<String> added = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            now.forEach((name, value) -> {
                if (!before.containsKey(name)) {
                    added.add(name);
                } else if (!value.equals(before.get(name))) {
                    changed.add(name);
                }
            });
            List<String> removed = before.keySet().stream()
                    .filter(name -> !now.containsKey(name))
                    .map(String::valueOf)
                    .toList();
            return new Taken(
                    text,
                    problems.isEmpty() ? Extent.ALL : Extent.PARTLY,
                    List.copyOf(added),
                    List.copyOf(changed),
                    removed,
                    List.copyOf(now.keySet()),
                    List.copyOf(problems));
        }

        /** Nothing of it. */
        public static Taken refused(@Nullable String text, Collection<String> before, List<String> problems) {
            return new Taken(
                    text, Extent.EARLIER, List.of(), List.of(), List.of(), List.copyOf(before), List.copyOf(problems));
        }

        /** Whether what is in effect is another than before. */
        public boolean isChange() {
            return !added.isEmpty() || !changed.isEmpty() || !removed.isEmpty();
        }
    }
}
