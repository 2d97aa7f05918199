package io.fieldgate.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was committed of a partition: a folder of numbered files. A commit is made by the file of the next number, which only
 * one can make; then its data come into their places. Whoever begins at the partition brings that to its end, so data that
 * were committed are there once and others never. Files that are written stand in the same folder until then. Threads: any
 * number.
 */
final class CommitLog {
    /** How names end of what nobody may read yet. */
    static final String DRAFT = ".tmp";

    private static final String COMMIT = ".json";
    /** Also of folders: Hive, Spark and Trino pass over what begins so. */
    private static final String HIDDEN = "_fieldgate/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Storage storage;
    private final String folder;

    /** @param table whose files it is about */
    CommitLog(Storage storage, String table, Place place) {
        this.storage = storage;
        this.folder = table + "/" + HIDDEN + URLEncoder.encode(place.group(), StandardCharsets.UTF_8) + "/" + place;
    }

    /** Where a file is written until it is committed. */
    String draft(String name) {
        return folder + "/" + name + DRAFT;
    }

    /** The last one, as it is. */
    Commit last() throws IOException {
        while (true) {
            @Nullable String newest = newest(storage.list(folder));
            if (newest == null) {
                return Commit.NONE;
            }
            try {
                return JSON.readValue(storage.read(folder + "/" + newest), Commit.class);
            } catch (IOException e) {
                // Its owner has made another one and deleted this.
                if (newest.equals(newest(storage.list(folder)))) {
                    throw e;
                }
            }
        }
    }

    private static @Nullable String newest(List<String> names) {
        return names.stream()
                .filter(name -> name.endsWith(COMMIT))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * Brings the last one to its end, and takes the partition away from whoever has written without committing: his next
     * commit fails.
     */
    Commit takeOver() throws IOException {
        while (true) {
            Commit last = last();
            finish(last);
            List<String> left = storage.list(folder).stream()
                    .filter(name -> name.endsWith(DRAFT))
                    .toList();
            if (left.isEmpty()) {
                return last;
            }
            Position position = last.position();
            Commit ours =
                    new Commit(new Position(position.next(), position.topicId(), position.version() + 1), List.of());
            if (make(ours)) {
                for (String draft : left) {
                    storage.delete(folder + "/" + draft);
                }
                forgetBefore(ours);
                return ours;
            }
        }
    }

    /**
     * Commits, after which it is {@link #finish}'s turn.
     *
     * @return false when somebody else has made this commit or a later one; then this is none
     */
    boolean make(Commit commit) throws IOException {
        String name = name(commit);
        if (!storage.create(folder + "/" + name, JSON.writeValueAsBytes(commit))) {
            return false;
        }
        // One of this number may have been made and deleted already, by those who were there meanwhile.
        if (name.equals(newest(storage.list(folder)))) {
            return true;
        }
        storage.delete(folder + "/" + name);
        return false;
    }

    /** Brings the data of a commit into their places, as far as they are not there. */
    void finish(Commit commit) throws IOException {
        for (Commit.Move file : commit.files()) {
            storage.move(file.from(), file.to());
        }
        forgetBefore(commit);
    }

    private void forgetBefore(Commit commit) throws IOException {
        String name = name(commit);
        List<String> older = new ArrayList<>(storage.list(folder));
        older.removeIf(each -> !each.endsWith(COMMIT) || each.compareTo(name) >= 0);
        for (String each : older) {
            storage.delete(folder + "/" + each);
        }
    }

    private static String name(Commit commit) {
        return String.format(Locale.ROOT, "%019d%s", commit.position().version(), COMMIT);
    }
}
