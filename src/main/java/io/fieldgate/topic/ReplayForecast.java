package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.topic.LetterTrial.Refusal;
import io.fieldgate.topic.ReplayJob.Stretch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a replay would do.
 *
 * @param looked how many letters were looked at
 * @param toLook how many there are to be looked at
 * @param selected how many of those that were looked at are meant
 * @param skipped how many of these cannot go back as they are
 * @param tried how many were tried on the routes of today
 * @param passed how many of these would pass
 * @param failed how many would fail
 * @param unknown of how many only a database can tell, since it has refused them
 * @param reasons why some fail or cannot go, the first 20
 * @param complete whether all that there is was looked at
 */
public record ReplayForecast(
        long looked,
        long toLook,
        long selected,
        long skipped,
        long tried,
        long passed,
        long failed,
        long unknown,
        List<Reason> reasons,
        boolean complete) {
    private static final Duration LOOKING = Duration.ofSeconds(6);
    private static final int MOST_LOOKED = 100_000;
    private static final int MOST_TRIED = 500;
    private static final int MOST_REASONS = 20;

    /**
     * Why letters fail or cannot go.
     *
     * @param example the first of them
     */
    public record Reason(String code, String message, long count, RecordPlace example) {}

    static ReplayForecast of(
            ReplayOrder order,
            ReplayChoice choice,
            ReplayDoor door,
            List<Stretch> stretches,
            LetterReader reader,
            LetterTrial trial) {
        return new Counting(order, choice, door, trial).count(stretches, reader);
    }

    private static final class Counting {
        private final ReplayOrder order;
        private final ReplayChoice choice;
        private final ReplayDoor door;
        private final LetterTrial trial;
        private final long deadline = System.nanoTime() + LOOKING.toNanos();
        private final Map<String, Reason> reasons = new LinkedHashMap<>();
        private long looked;
        private long selected;
        private long skipped;
        private long tried;
        private long passed;
        private long unknown;

        Counting(ReplayOrder order, ReplayChoice choice, ReplayDoor door, LetterTrial trial) {
            this.order = order;
            this.choice = choice;
            this.door = door;
            this.trial = trial;
        }

        ReplayForecast count(List<Stretch> stretches, LetterReader reader) {
            boolean complete = true;
            for (Stretch stretch : stretches) {
                complete &= hasTime() && count(stretch, reader);
            }
            long toLook = stretches.stream()
                    .mapToLong(stretch -> stretch.end() - stretch.from())
                    .sum();
            return new ReplayForecast(
                    looked,
                    toLook,
                    selected,
                    skipped,
                    tried,
                    passed,
                    tried - passed - unknown,
                    unknown,
                    List.copyOf(reasons.values()),
                    complete);
        }

        private boolean hasTime() {
            return looked < MOST_LOOKED && System.nanoTime() < deadline;
        }

        /** Whether all of it was looked at. */
        private boolean count(Stretch stretch, LetterReader reader) {
            RecordPlace place = new RecordPlace(stretch.topic(), stretch.partition(), stretch.from());
            reader.begin(place);
            while (hasTime()) {
                for (ConsumerRecord<byte[], byte[]> record : reader.more(place.topicPartition())) {
                    if (record.offset() >= stretch.end()) {
                        return true;
                    }
                    look(OpenLetter.of(record));
                }
                if (reader.position(place.topicPartition()) >= stretch.end()) {
                    return true;
                }
            }
            return false;
        }

        private void look(OpenLetter opened) {
            looked++;
            Letter letter = opened.letter();
            if (!choice.isMeant(letter)) {
                return;
            }
            selected++;
            String objection = choice.objection(letter);
            if (objection == null) {
                objection = door.objection(opened, order.value() != null);
            }
            if (objection != null) {
                skipped++;
                reason("CANNOT_GO", objection, letter);
            } else if (tried < MOST_TRIED && hasTime()) {
                tried++;
                attempt(opened);
            }
        }

        private void attempt(OpenLetter opened) {
            Letter letter = opened.letter();
            ReplayMessage message = new ReplayMessage(opened, order.value());
            Refusal refusal;
            try {
                refusal = trial.attempt(letter.route(), message::fill);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw Failure.temporary("The gateway stops.", stop);
            }
            if (refusal != null) {
                reason(refusal.code(), refusal.message(), letter);
            } else if (letter.sqlState() != null) {
                // It came as far as the database before.
                unknown++;
            } else {
                passed++;
            }
        }

        private void reason(String code, String message, Letter letter) {
            String name = code + " " + message;
            if (reasons.containsKey(name) || reasons.size() < MOST_REASONS) {
                reasons.merge(
                        name,
                        new Reason(code, message, 1, letter.place()),
                        (known, more) -> new Reason(code, message, known.count() + 1, known.example()));
            }
        }
    }
}
