package io.fieldgate.http;

import io.fieldgate.http.Problem.Fault;
import io.fieldgate.message.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The records of a body, and what is wrong with them. All or nothing: one fault is enough to store none. */
final class Records {
    private static final int MOST_FAULTS = 100;

    private final int maxRecords;
    private final int maxRecordBytes;
    private final List<byte[]> good = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int count;

    Records(int maxRecords, int maxRecordBytes) {
        this.maxRecords = maxRecords;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** The next record is this part of the body. */
    void add(byte[] body, int from, int to) {
        add(from == 0 && to == body.length ? body : Arrays.copyOfRange(body, from, to));
    }

    void add(byte[] record) {
        if (record.length > maxRecordBytes) {
            addFault(Failure.rejected(
                    "LIMIT_SIZE",
                    "The record has " + record.length + " bytes, allowed are " + maxRecordBytes + ".",
                    null));
            return;
        }
        next();
        good.add(record);
    }

    /** The next record is none. */
    void addFault(Failure why) {
        int index = next();
        if (faults.size() < MOST_FAULTS) {
            faults.add(Problem.fault(index, why));
        }
    }

    private int next() {
        if (count == maxRecords) {
            throw Problem.of(
                    413,
                    "LIMIT_RECORDS",
                    "The body has more than " + maxRecords + " records, which is the most. None was stored.");
        }
        return count++;
    }

    /** Checks each by itself. */
    void check(Check check) {
        if (!faults.isEmpty()) {
            return;
        }
        for (int i = 0; i < good.size() && faults.size() < MOST_FAULTS; i++) {
            faults.addAll(check.of(i, good.get(i)));
        }
    }

    /** What is wrong with one record; empty when nothing is. */
    interface Check {
        List<Fault> of(int index, byte[] record);
    }

    /** How many there are, good or not. */
    int count() {
        return count;
    }

    /** @throws Problem when one of them is not good, or when there is none */
    List<byte[]> all() {
        if (count == 0) {
            throw Problem.of(400, "EMPTY", "The body has no record.");
        }
        if (!faults.isEmpty()) {
            throw Problem.of(faults, count);
        }
        return good;
    }
}
