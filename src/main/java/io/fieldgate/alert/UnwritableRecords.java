package io.fieldgate.alert;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record that Kafka does not take. One that is too large would be too large the next time too: it is left
 * out, counted and logged. All else stops the thread, which is replaced and tries again.
 *
 * <p>Kafka Streams makes one by itself, and hands it the settings; there it finds the one that knows the meters.
 */
public final class UnwritableRecords implements ProductionExceptionHandler {
    /** Setting with the instance that acts. */
    static final String INSTANCE = "fieldgate.unwritable.records";

    private @Nullable AlertMeters meters;
    private @Nullable UnwritableRecords acting;

    /** For Kafka Streams. */
    public UnwritableRecords() {}

    UnwritableRecords(AlertMeters meters) {
        this.meters = meters;
        this.acting = this;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        acting = settings.get(INSTANCE) instanceof UnwritableRecords given ? given : null;
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (!(exception instanceof RecordTooLargeException)) {
            return Response.fail();
        }
        if (acting != null && acting.meters != null) {
            acting.meters.skipped(AlertMeters.Skipped.TOO_LARGE, record.topic() + ": " + exception.getMessage());
        }
        return Response.resume();
    }
}
