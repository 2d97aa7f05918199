package io.fieldgate.http;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a journal remembers, no more and no longer than it may. Used by one thread at a time: its journal's lock
 * is its own.
 */
final class KeptAnswers {
    /** One of them. */
    static final class Kept {
        private final StoredAnswer stored;
        private final CompletableFuture<@Nullable Void> saved = new CompletableFuture<>();
        /** Where it is; 0 = not on the disk. */
        private int file;

        Kept(StoredAnswer stored, int file) {
            this.stored = stored;
            this.file = file;
        }

        StoredAnswer stored() {
            return stored;
        }

        /** Done when it is on the disk. */
        CompletableFuture<@Nullable Void> saved() {
            return saved;
        }

        boolean isOnDisk() {
            return file != 0;
        }

        void movedTo(int newFile) {
            file = newFile;
        }
    }

    private final IdempotencyJournal.Settings settings;
    private final LongSupplier millis;
    /** In the order in which they were given, which is that of the files. */
    private final Map<Digest, Kept> answers = new LinkedHashMap<>();

    private long bytes;
    private long forgottenEarly;

    KeptAnswers(IdempotencyJournal.Settings settings, LongSupplier millis) {
        this.settings = settings;
        this.millis = millis;
    }

    @Nullable
    Kept get(Digest key) {
        return answers.get(key);
    }

    /** In their order. */
    Collection<Kept> all() {
        return answers.values();
    }

    List<StoredAnswer> stored() {
        return answers.values().stream().map(Kept::stored).toList();
    }

    /** Takes one more, and forgets the oldest when they are too many. */
    void add(Kept kept) {
        Kept before = answers.remove(kept.stored.key());
        answers.put(kept.stored.key(), kept);
        bytes += kept.stored.size() - (before == null ? 0 : before.stored.size());
        Iterator<Kept> oldest = answers.values().iterator();
        while (answers.size() > settings.maxEntries() || bytes > settings.maxBytes()) {
            Kept forgotten = oldest.next();
            oldest.remove();
            bytes -= forgotten.stored.size();
            if (!isExpired(forgotten)) {
                forgottenEarly++;
            }
        }
    }

    void forgetExpired() {
        Iterator<Kept> oldest = answers.values().iterator();
        while (oldest.hasNext()) {
            Kept kept = oldest.next();
            if (!isExpired(kept)) {
                return;
            }
            oldest.remove();
            bytes -= kept.stored.size();
        }
    }

    private boolean isExpired(Kept kept) {
        return millis.getAsLong() - kept.stored.at() >= settings.window().toMillis();
    }

    /** The oldest file with an answer that is not forgotten. */
    int firstFile() {
        for (Kept kept : answers.values()) {
            if (kept.isOnDisk()) {
                return kept.file;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Of the answers. The files may hold a quarter more. */
    long bytes() {
        return bytes;
    }

    /** Answers that had to go before the window's end, for want of room. */
    long forgottenEarly() {
        return forgottenEarly;
    }
}
