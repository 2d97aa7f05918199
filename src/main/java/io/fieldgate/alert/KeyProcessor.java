package io.fieldgate.alert;

import io.fieldgate.alert.RuleKeys.Found;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends each record of one partition on under the keys that rules have, once for each different one, so that all of a key
 * come to the same place. That a device is gone, as a record without a value says, says nothing of a key.
 */
final class KeyProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final Division division;
    private final RuleBook book;
    private final AlertMeters meters;
    private final LongSupplier now;
    private AlertRules inEffect;
    private RuleKeys keys;

    // Set by init, which is called first.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<byte[], byte[]> context;

    KeyProcessor(Division division, RuleBook book, AlertMeters meters, LongSupplier now) {
        this.division = division;
        this.book = book;
        this.meters = meters;
        this.now = now;
        this.inEffect = book.rules();
        this.keys = new RuleKeys(division, inEffect, meters);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        takeOverRules();
        if (record.value() == null) {
            return;
        }
        String device = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        Reading reading = new Reading(
                device, record.timestamp(), new HeaderTexts(record.headers()), keys.payload(record.value()));
        long arrival = EventClock.arrival(record.headers(), now.getAsLong());
        long clock = Math.max(context.currentStreamTimeMs(), arrival);
        for (Found found : keys.of(reading)) {
            Headers headers = new RecordHeaders(record.headers().toArray());
            new Passage(device, found.mark(), clock).write(headers);
            context.forward(new Record<>(
                    found.key().getBytes(StandardCharsets.UTF_8), record.value(), record.timestamp(), headers));
        }
    }

    private void takeOverRules() {
        AlertRules wanted = book.rules();
        if (wanted != inEffect) {
            if (!wanted.judgeAlike(division, inEffect)) {
                keys = new RuleKeys(division, wanted, meters);
            }
            inEffect = wanted;
        }
    }
}
