package io.fieldgate.route.reload;

import java.util.List;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * DOWN while the routes of a file do not run, because there is a mistake in it; UP with the mistakes while an earlier version
 * runs. Asks nobody, so it never waits.
 */
final class RouteFilesHealth implements HealthIndicator {
    private static final int MOST_PROBLEMS = 10;
    private static final String WRONG = "./fieldgate lint shows what is wrong.";
    private static final String GONE = "Bring the files back; POST /api/v1/config/reload takes their routes away.";

    private final RouteReload reload;

    RouteFilesHealth(RouteReload reload) {
        this.reload = reload;
    }

    @Override
    public Health health() {
        List<FileState> files = reload.files();
        List<String> disabled = files.stream()
                .filter(FileState::isDisabled)
                .map(FileState::file)
                .toList();
        Health.Builder health = disabled.isEmpty() ? Health.up() : Health.down().withDetail("disabled", disabled);
        List<String> outdated = files.stream()
                .filter(file -> file.state() == FileState.State.EARLIER)
                .map(FileState::file)
                .toList();
        if (!outdated.isEmpty()) {
            health.withDetail("earlierVersionRuns", outdated);
        }
        List<String> problems = files.stream()
                .flatMap(file -> file.problems().stream())
                .limit(MOST_PROBLEMS)
                .toList();
        if (!problems.isEmpty()) {
            health.withDetail("problems", problems).withDetail("cure", reload.isEmptied() ? GONE : WRONG);
        }
        files.stream()
                .filter(FileState::isDisabled)
                .findFirst()
                .ifPresent(file -> health.withDetail("cause", file.file() + " " + file.verdict()));
        return health.build();
    }
}
