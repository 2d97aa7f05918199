package io.fieldgate.route.trial;

import io.fieldgate.topic.LetterTrial;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Messages that failed before, tried on routes as they are now. Nothing is sent. One thread at a time. */
public final class RouteTrial implements LetterTrial, AutoCloseable {
    private final Trial trial;

    private RouteTrial(Trial trial) {
        this.trial = trial;
    }

    /**
     * Of route files.
     *
     * @throws Mistake when no routes can be made of them
     */
    public static RouteTrial of(Environment environment, List<Path> files) {
        return new RouteTrial(Trial.of(Settings.of(environment), files, null));
    }

    @Override
    public @Nullable Refusal attempt(String route, Consumer<Exchange> fill) throws InterruptedException {
        for (Output output : trial.enter(route, fill)) {
            switch (output.kind()) {
                case DEAD_LETTER, WAITS, FAILS -> {
                    String code = output.fields().getOrDefault("code", output.name());
                    return new Refusal(code, output.fields().getOrDefault("message", ""));
                }
                default -> {
                    // It goes on.
                }
            }
        }
        return null;
    }

    @Override
    public void close() {
        trial.close();
    }
}
