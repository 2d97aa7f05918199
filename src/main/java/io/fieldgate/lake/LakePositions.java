package io.fieldgate.lake;

import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionStore;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Positions as the {@link CommitLog}s have them. */
record LakePositions(Lake lake) implements PositionStore {
    /** What is asked of the storage. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    /** Whoever asks begins there: what others have not committed is theirs no more. */
    @Override
    public Position load(Place place) {
        lake.troubles().refuse(place);
        lake.end(place);
        return answer(() -> lake.log(place).takeOver()).position();
    }

    /** Stored with the next files, or alone when none come. */
    @Override
    public void save(Map<Bookmark, Long> next) {
        next.forEach((bookmark, offset) -> lake.gathering(bookmark).doneBefore(offset));
    }

    @Override
    public void leave(Collection<Bookmark> bookmarks) {
        bookmarks.forEach(lake::leave);
    }

    @Override
    public void verify(Collection<Bookmark> bookmarks) {
        for (Bookmark bookmark : bookmarks) {
            Position asked = bookmark.known();
            bookmark.answer(
                    asked, answer(() -> lake.log(bookmark.place()).last()).position());
        }
    }

    @Override
    public Position restart(Place place, Position from, long next, String topicId) {
        CommitLog log = lake.log(place);
        return answer(() -> {
            Position now = log.last().position();
            if (now.next() == from.next() && now.version() == from.version()) {
                Commit commit = new Commit(new Position(next, topicId, now.version() + 1), List.of());
                if (log.make(commit)) {
                    log.finish(commit);
                }
            }
            return log.last().position();
        });
    }

    private <T> T answer(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException | RuntimeException e) {
            lake.meters().retries().increment();
            throw LakeFailures.of(lake.storage(), e);
        }
    }
}
