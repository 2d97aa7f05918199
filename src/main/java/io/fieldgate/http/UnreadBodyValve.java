package io.fieldgate.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Ends the connection when a request was answered without its body, instead of waiting for the rest of it. Tomcat waits, with a
 * thread, to use the connection again: who sends a byte now and then could keep all threads so, and need not say who he is.
 */
final class UnreadBodyValve extends ValveBase {
    private static final int PIECE = 8192;

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

    /** Takes what has come with the head already; of a body in chunks that cannot be told. */
    private static boolean isRead(Request request) {
        try {
            InputStream body = request.getStream();
            byte[] piece = new byte[PIECE];
            while (!request.isFinished() && request.getContentLengthLong() > 0 && body.available() > 0) {
                if (body.read(piece) < 0) {
                    break;
                }
            }
        } catch (IOException gone) {
            return false;
        }
        return request.isFinished();
    }
}
