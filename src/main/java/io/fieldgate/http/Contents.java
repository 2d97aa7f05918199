package io.fieldgate.http;

import io.fieldgate.http.Problem.Fault;
import java.util.List;

/** What is in a body: unpacks it, tells its records apart, and checks them. */
final class Contents {
    private final IngestProperties limits;
    private final Admitted admitted;

    Contents(IngestProperties limits, Admitted admitted) {
        this.limits = limits;
        this.admitted = admitted;
    }

    /**
     * The body as its client means it.
     *
     * @param share takes room for as much as it may become
     * @throws Problem when it cannot be unpacked, or there is no room
     */
    byte[] plain(byte[] received, Share share) {
        if (!admitted.gzip()) {
            return received;
        }
        int max = (int) limits.maxBodySize().toBytes();
        int possible = (int) Math.min(max, Math.max(Inflating.HARMLESS, (long) Inflating.MOST_RATIO * received.length));
        share.take(0, possible);
        byte[] plain = Inflating.gunzip(received, max);
        share.giveBack(Math.max(0, possible - plain.length));
        return plain;
    }

    /** @throws Problem when one of them is not good, or speaks for another device than its token */
    List<byte[]> records(byte[] plain) {
        List<byte[]> all = records(plain, admitted.format(), admitted.consumer().endpoint(), limits);
        Token token = admitted.token();
        String device = token == null ? null : token.device();
        if (device != null && all.stream().anyMatch(value -> Identity.isAnother(value, device))) {
            throw Access.mismatch();
        }
        return all;
    }

    /**
     * The records of a body.
     *
     * @throws Problem when one of them is not what the format and the schema of the route say
     */
    static List<byte[]> records(byte[] plain, BodyFormat format, IngestEndpoint endpoint, IngestProperties limits) {
        Records records =
                new Records(limits.maxRecords(), (int) limits.maxRecordSize().toBytes());
        Cutting.cut(plain, format, endpoint.cellSeparator(), records);
        PayloadSchema schema = endpoint.payloadSchema();
        if (schema != null) {
            records.check((index, value) -> schema.check(value).stream()
                    .map(fault -> new Fault(index, fault.pointer(), "SCHEMA", fault.message()))
                    .toList());
        }
        return records.all();
    }
}
