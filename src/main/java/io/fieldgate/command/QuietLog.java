package io.fieldgate.command;

import java.util.concurrent.Callable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** Keeps commands quiet that print what they have to say. */
final class QuietLog {
    private QuietLog() {}

    /** Does something while nothing is logged. */
    static <T> T during(Callable<T> work) throws Exception {
        LoggingSystem logs = LoggingSystem.get(QuietLog.class.getClassLoader());
        LogLevel before =
                logs.getLoggerConfiguration(LoggingSystem.ROOT_LOGGER_NAME).getEffectiveLevel();
        logs.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        try {
            return work.call();
        } finally {
            logs.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, before);
        }
    }
}
