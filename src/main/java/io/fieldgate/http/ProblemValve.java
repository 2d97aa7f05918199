package io.fieldgate.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Says what Tomcat refuses in the same form as all else, instead of in HTML with its version. */
final class ProblemValve extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean open = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
        if (!open.get()) {
            return;
        }
        HttpStatus known = HttpStatus.resolve(status);
        String code = known == null ? "ERROR" : known.name();
        String detail = known == null ? "The request is refused." : known.getReasonPhrase() + ".";
        Problem problem = Problem.of(status, code, detail);
        try {
            // Not by its facade, which has been closed by whoever reported the error.
            Answer.of(problem, RequestId.give(response)).write(response);
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("Nobody reads why a request is refused", gone);
        }
    }
}
