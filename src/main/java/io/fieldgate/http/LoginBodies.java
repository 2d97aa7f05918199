package io.fieldgate.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * Reads what somebody sends to log in. Anybody may, and each has a thread of the web server until it is there: so few are awaited
 * at a time, and none for long. Any thread.
 */
final class LoginBodies {
    static final int MOST_AT_ONCE = 16;
    static final int LONGEST = 4096;

    private final Duration patience;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    /** @param patience how long a body may take, one silence more not counted */
    LoginBodies(Duration patience) {
        this.patience = patience;
    }

    /**
     * All of a body.
     *
     * @throws Problem when it does not come in time, is far too long, or too many others are awaited
     */
    byte[] read(InputStream in) throws IOException {
        if (!room.tryAcquire()) {
            throw Login.tooMany();
        }
        try {
            return all(in);
        } catch (SocketTimeoutException silent) {
            throw late();
        } finally {
            room.release();
        }
    }

    private byte[] all(InputStream in) throws IOException {
        long begun = System.nanoTime();
        // One more than it may have, to see that it is too long.
        byte[] body = new byte[LONGEST + 1];
        int length = 0;
        for (int more = in.read(body); more >= 0; more = in.read(body, length, body.length - length)) {
            length += more;
            if (length == body.length) {
                throw Problem.of(413, "LIMIT_SIZE", "The body is too long for a login.");
            }
            if (System.nanoTime() - begun > patience.toNanos()) {
                throw late();
            }
        }
        return Arrays.copyOf(body, length);
    }

    private static Problem late() {
        return Problem.of(408, "SLOW", "The body of the login took too long.");
    }
}
