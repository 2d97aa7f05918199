package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets people's questions read topics, a few at a time: each takes a consumer and some megabytes. Any thread. */
final class ReadingRoom {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_AT_A_TIME = 2;
    /** Others are refused, so that those who wait do not take all threads of the server. */
    private static final int MOST_WAITING = 8;

    private final KafkaClients clients;
    private final String subject;
    private final Semaphore room = new Semaphore(MOST_AT_A_TIME, true);

    /** @param subject what the questions are about */
    ReadingRoom(KafkaClients clients, String subject) {
        this.clients = clients;
        this.subject = subject;
    }

    /**
     * Answers a question.
     *
     * @throws Failure of kind TRANSIENT when Kafka cannot be read, or too many ask
     */
    <T extends @Nullable Object> T reading(Function<LetterReader, T> question) {
        if (!hasRoom()) {
            throw Failure.temporary("Others look at " + subject + " at the moment; ask again.", null);
        }
        try {
            return LetterReader.answer(clients, PATIENCE, question);
        } finally {
            room.release();
        }
    }

    private boolean hasRoom() {
        try {
            return room.getQueueLength() < MOST_WAITING && room.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
