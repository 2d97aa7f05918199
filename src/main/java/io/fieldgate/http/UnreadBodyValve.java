package io.fieldgate.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Ends the connection when a request was answered without its body, instead of waiting for the rest of it. Tomcat waits, with a
 * thread, to use the connection again: who sends a byte now and then could keep all threads so, and need not say who he is.
 *
 * <p>A small body gets a moment, since most clients send it right behind the head: a connection that ends with something unread
 * is reset, and the client may lose the answer with it (RFC 9112, section 9.6).
 */
final class UnreadBodyValve extends ValveBase {
    private static final int PIECE = 8192;
    private static final long SMALL = 65_536;
    /** A thread waits so long at most: little enough for those who send a byte now and then. */
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long PAUSE_MILLIS = 2;

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        // What goes on without this thread has its own time-outs.
        if (request.isAsync() || isRead(request)) {
            return;
        }
        if (!response.isCommitted()) {
            response.setHeader("Connection", "close");
        }
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    /** Takes what comes at once; of a body in chunks it cannot be told. */
    private static boolean isRead(Request request) {
        long end = System.nanoTime() + (request.getContentLengthLong() <= SMALL ? MOMENT_NANOS : 0);
        try {
            InputStream body = request.getStream();
            byte[] piece = new byte[PIECE];
            long taken = 0;
            while (!request.isFinished() && request.getContentLengthLong() > 0 && taken <= SMALL) {
                if (hasCome(request)) {
                    int read = body.read(piece);
                    if (read < 0) {
                        break;
                    }
                    taken += read;
                } else if (System.nanoTime() - end >= 0) {
                    break;
                } else {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
        return request.isFinished();
    }

    /** Looks also at the socket, which the stream itself does only for those that listen. */
    private static boolean hasCome(Request request) {
        request.getCoyoteRequest().action(ActionCode.AVAILABLE, true);
        return request.getCoyoteRequest().getAvailable() > 0;
    }
}
