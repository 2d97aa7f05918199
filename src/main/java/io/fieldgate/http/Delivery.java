package io.fieldgate.http;

import io.fieldgate.http.Problem.Fault;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a body: its records are told apart, checked, sent through the route, and the client is told. Takes room
 * until nothing of it is on its way any more, whether or not somebody still waits.
 */
final class Delivery implements Batch.Listener {
    private static final int MOST_FAULTS = 100;

    /** Who waits for the answer; told once, on any thread. */
    interface Client {
        void refuse(Problem problem);

        void accept(Answer answer);
    }

    private final IngestComponent component;
    private final IngestConsumer consumer;
    private final Admitted admitted;
    private final Client client;
    private final @Nullable String key;
    private int roomRecords;
    private long roomBytes;
    private boolean keyBegun;
    private volatile @Nullable Batch batch;

    /** @param roomBytes that the body has taken */
    Delivery(IngestComponent component, Admitted admitted, int roomBytes, Client client) {
        this.component = component;
        this.consumer = admitted.consumer();
        this.admitted = admitted;
        this.key = admitted.journalKey();
        this.roomBytes = roomBytes;
        this.client = client;
    }

    /**
     * Sends all records on their way. When this throws, {@link #end} is what is left to do.
     *
     * @throws Problem when none can be stored
     */
    void begin(byte[] received) {
        byte[] plain = admitted.gzip() ? unpacked(received) : received;
        List<byte[]> records = records(plain, admitted.format(), consumer.endpoint(), component.properties());
        checkDevice(records);
        consumer.meters().received(records.size(), plain.length);
        limitRate(records.size());
        if (isAnswered(plain)) {
            end();
            return;
        }
        if (!component.room().take(records.size(), 0)) {
            throw Admission.busy();
        }
        roomRecords = records.size();
        Batch begins = new Batch(consumer, records, admitted.headers(), admitted.receipts(), this);
        batch = begins;
        consumer.send(begins);
    }

    private byte[] unpacked(byte[] packed) {
        int max = (int) component.properties().maxBodySize().toBytes();
        int possible = (int) Math.min(max, Math.max(Inflating.HARMLESS, (long) Inflating.MOST_RATIO * packed.length));
        if (!component.room().take(0, possible)) {
            throw Admission.busy();
        }
        roomBytes += possible;
        byte[] plain = Inflating.gunzip(packed, max);
        int tooMuch = Math.max(0, possible - plain.length);
        component.room().giveBack(0, tooMuch);
        roomBytes -= tooMuch;
        return plain;
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

    private void checkDevice(List<byte[]> records) {
        String device = admitted.token() == null ? null : admitted.token().device();
        if (device != null && records.stream().anyMatch(value -> Identity.isAnother(value, device))) {
            throw Access.mismatch();
        }
    }

    private void limitRate(int records) {
        Token token = admitted.token();
        long wait = token == null ? 0 : component.rate().tryTake(token.name(), records);
        if (wait > 0) {
            throw Access.limited("The token has sent as many records as it may. Nothing of this was stored.", wait);
        }
    }

    /** Whether the same request has been answered before. */
    private boolean isAnswered(byte[] plain) {
        if (key == null) {
            return false;
        }
        Outcome before = component.journal().begin(key, Sha256.of(plain));
        switch (before.kind()) {
            case SAME -> client.accept(Answer.again(before));
            case IN_PROGRESS ->
                throw Problem.temporary("IN_PROGRESS", "The same request is still on its way to Kafka, ask again.", 1);
            case OTHER_BODY ->
                throw Problem.of(
                        422,
                        "IDEMPOTENCY_KEY_REUSED",
                        "The Idempotency-Key came with another body before. Nothing of this was stored.");
            case UNAVAILABLE ->
                throw Problem.temporary(
                        "UNAVAILABLE",
                        "The Idempotency-Key cannot be kept at the moment. Nothing of this was stored.",
                        1);
            case NEW -> {
                keyBegun = true;
                return false;
            }
        }
        return true;
    }

    /** Nobody waits any more: what is not with Kafka yet is called back. */
    void abandon() {
        Batch begun = batch;
        if (begun != null) {
            begun.abandon();
        }
    }

    @Override
    public void ended(Batch ended) {
        consumer.ended(ended);
        boolean plain = ended.isStored() && !admitted.receipts() && !keyBegun;
        if (plain) {
            consumer.meters().stored(ended.size());
            client.accept(Answer.stored(ended.size(), admitted.id()));
            end();
        } else if (ended.isStored()) {
            component.later(() -> succeed(ended, List.of()));
        } else {
            component.later(() -> fail(ended));
        }
    }

    private void fail(Batch ended) {
        List<Passage> failures = ended.failures();
        boolean records = !failures.isEmpty()
                && failures.stream()
                        .allMatch(failed ->
                                FailureKind.of(Objects.requireNonNull(failed.failure())) == FailureKind.RECORD);
        if (!records) {
            client.refuse(
                    ended.isNothingStored()
                            ? IngestConsumer.unavailable()
                            : Problem.temporary(
                                    "UNAVAILABLE",
                                    "Kafka has stored a part of it at most: repeat it with the same Idempotency-Key.",
                                    1));
            end();
        } else if (ended.isNothingStored()) {
            client.refuse(Problem.of(faults(ended, failures), ended.size()));
            end();
        } else {
            bury(ended, failures);
        }
    }

    /** Kafka itself has refused some while others were stored already. */
    private void bury(Batch ended, List<Passage> refused) {
        List<CompletableFuture<Void>> letters = new ArrayList<>();
        for (Passage each : refused) {
            letters.add(consumer.deadLetters()
                    .put(DeadLetter.received(
                            consumer.getRouteId(),
                            each.body(),
                            ended.headers(),
                            admitted.at(),
                            "http:" + admitted.path() + "[" + ended.indexOf(each) + "]",
                            Objects.requireNonNull(each.failure()),
                            1)));
        }
        var unused = CompletableFuture.allOf(letters.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> component.later(() -> {
                    if (failure == null) {
                        succeed(ended, faults(ended, refused));
                    } else {
                        client.refuse(Problem.temporary(
                                "UNAVAILABLE",
                                "Kafka has stored a part of it: repeat it with the same Idempotency-Key.",
                                1));
                        end();
                    }
                }));
    }

    private List<Fault> faults(Batch ended, List<Passage> failures) {
        List<Fault> faults = new ArrayList<>();
        for (Passage failed : failures.subList(0, Math.min(failures.size(), MOST_FAULTS))) {
            Throwable thrown = Objects.requireNonNull(failed.failure());
            Failure failure = Failure.in(thrown);
            int index = ended.indexOf(failed);
            if (failure == null) {
                consumer.complain(thrown);
                faults.add(new Fault(index, null, "ROUTE", "The route cannot process it."));
            } else {
                faults.add(Problem.fault(index, failure));
            }
        }
        return faults;
    }

    private void succeed(Batch ended, List<Fault> deadLetters) {
        List<Passage.Receipt> receipts = new ArrayList<>();
        if (admitted.receipts()) {
            ended.passages().forEach(passage -> receipts.addAll(passage.receipts()));
        }
        consumer.meters().stored(ended.size());
        int stored = ended.size() - deadLetters.size();
        Answer answer = Answer.stored(stored, admitted.id(), receipts, deadLetters);
        if (!keyBegun || key == null) {
            client.accept(answer);
            end();
            return;
        }
        keyBegun = false;
        var unused = component
                .journal()
                .complete(key, answer.status(), answer.body())
                .whenComplete((kept, failure) -> {
                    if (failure == null) {
                        client.accept(answer);
                    } else {
                        client.refuse(Problem.temporary(
                                "UNAVAILABLE", "It is stored, but its Idempotency-Key is not: ask again.", 1));
                    }
                    end();
                });
    }

    /** Gives back what it has taken; after it nothing is on its way any more. */
    void end() {
        if (keyBegun && key != null) {
            keyBegun = false;
            component.journal().abandon(key);
        }
        component.room().giveBack(roomRecords, roomBytes);
        roomRecords = 0;
        roomBytes = 0;
    }
}
