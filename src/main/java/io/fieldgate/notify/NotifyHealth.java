package io.fieldgate.notify;

import io.fieldgate.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Down while a receiver cannot be told, and while the file of receivers has problems. No part of readiness: a gateway whose
 * chat server is away still takes messages.
 */
final class NotifyHealth implements HealthIndicator {
    private final Board board;
    private final Notifier notifier;

    NotifyHealth(Board board, Notifier notifier) {
        this.board = board;
        this.notifier = notifier;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up().withDetail("tells", board.isLeading());
        List<String> wrong = new ArrayList<>();
        for (Problem problem : board.receivers().problems()) {
            wrong.add(problem.file() + ":" + problem.line() + ":" + problem.column() + ": " + problem.message());
        }
        if (!wrong.isEmpty()) {
            health.down().withDetail("problems", wrong);
        }
        new TreeMap<>(notifier.states()).forEach((name, state) -> {
            ReceiverState.Trouble trouble = state.trouble();
            if (trouble != null) {
                health.down()
                        .withDetail(
                                "receiver." + name,
                                (trouble.refused() ? "refuses since " : "fails since ")
                                        + trouble.since()
                                        + ": "
                                        + trouble.why());
            }
        });
        return health.build();
    }
}
