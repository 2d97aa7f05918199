package io.fieldgate.http;

/**
 * How much of all requests together is being received or on its way to Kafka. Who finds it full is refused at once: there
 * is no queue that could grow.
 */
final class Room {
    private final int maxRecords;
    private final long maxBytes;
    private int records;
    private long bytes;

    Room(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** Takes some of it; false when it is not there. */
    synchronized boolean take(int moreRecords, long moreBytes) {
        if (records + moreRecords > maxRecords || bytes + moreBytes > maxBytes) {
            return false;
        }
        records += moreRecords;
        bytes += moreBytes;
        return true;
    }

    synchronized void giveBack(int lessRecords, long lessBytes) {
        records -= lessRecords;
        bytes -= lessBytes;
    }

    synchronized boolean isFull() {
        return records >= maxRecords || bytes >= maxBytes;
    }

    synchronized int records() {
        return records;
    }

    synchronized long bytes() {
        return bytes;
    }
}
