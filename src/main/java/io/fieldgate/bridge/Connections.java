package io.fieldgate.bridge;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How connections end. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private Connections() {}

    /** Ends one, if there is one. That a lost one cannot even be closed is no news, and must not end the thread that it served. */
    static void end(@Nullable AutoCloseable connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Throwable broken) {
            LOG.debug("A connection could not be closed", broken);
        }
    }
}
