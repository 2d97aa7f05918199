package io.fieldgate.http;

/** What one request has taken of the {@link Room}. Used by one thread at a time. */
final class Share {
    private final Room room;
    private int records;
    private long bytes;

    /** @param bytes that are taken already */
    Share(Room room, long bytes) {
        this.room = room;
        this.bytes = bytes;
    }

    /** @throws Problem when there is no room */
    void take(int moreRecords, long moreBytes) {
        if (!room.take(moreRecords, moreBytes)) {
            throw Admission.busy();
        }
        records += moreRecords;
        bytes += moreBytes;
    }

    void giveBack(long lessBytes) {
        room.giveBack(0, lessBytes);
        bytes -= lessBytes;
    }

    void giveAllBack() {
        room.giveBack(records, bytes);
        records = 0;
        bytes = 0;
    }
}
