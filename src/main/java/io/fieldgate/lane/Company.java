package io.fieldgate.lane;

import java.util.ArrayList;
import java.util.List;

/** Messages that wait for others to go into the route with. Used by one thread. */
final class Company {
    private final int most;
    private final long mostBytes;
    private List<Passage> passages;
    private long bytes;

    /** @param mostBytes of all; a single one may have more */
    Company(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.passages = new ArrayList<>(most);
    }

    boolean hasRoomFor(Passage passage) {
        return passages.isEmpty() || (passages.size() < most && bytes + passage.size() <= mostBytes);
    }

    void add(Passage passage) {
        passages.add(passage);
        bytes += passage.size();
    }

    boolean isComplete() {
        return passages.size() >= most || bytes >= mostBytes;
    }

    boolean isEmpty() {
        return passages.isEmpty();
    }

    int size() {
        return passages.size();
    }

    long bytes() {
        return bytes;
    }

    /** All of them, which are not here any more. */
    List<Passage> leave() {
        List<Passage> leaving = passages;
        passages = new ArrayList<>(most);
        bytes = 0;
        return leaving;
    }
}
