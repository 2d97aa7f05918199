package io.fieldgate.fault;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** What a test has opened. */
public final class Parts {
    private Parts() {}

    /**
     * Closes all, one after the other, also when one was never opened or does not close. What stays open disturbs the tests
     * that follow: a Kafka that runs on without its folder ends their JVM.
     */
    public static void closeAll(@Nullable AutoCloseable... parts) {
        closeAll(Arrays.asList(parts));
    }

    /** The same. */
    public static void closeAll(List<? extends @Nullable AutoCloseable> parts) {
        assertAll(parts.stream().filter(Objects::nonNull).map(part -> (Executable) part::close));
    }
}
