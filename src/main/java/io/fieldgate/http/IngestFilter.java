package io.fieldgate.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives requests to the routes that take their paths, and all others to whoever comes next. */
final class IngestFilter extends HttpFilter {
    private static final Logger LOG = LoggerFactory.getLogger(IngestFilter.class);
    private static final String DOCUMENTATION = "/v3/api-docs";

    private final transient IngestComponent component;
    private final String version;
    private final transient List<ApiDescription> others;
    private final transient BooleanSupplier apiAsks;

    /**
     * @param version of the gateway
     * @param others what can be asked for beside routes
     * @param apiAsks whether one must say who one is for that
     */
    IngestFilter(IngestComponent component, String version, List<ApiDescription> others, BooleanSupplier apiAsks) {
        this.component = component;
        this.version = version;
        this.others = others;
        this.apiAsks = apiAsks;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        String raw = request.getRequestURI().substring(request.getContextPath().length());
        RequestPath path = RequestPath.of(raw);
        Paths.Match match = path == null ? null : component.paths().find(path);
        if (path != null && match != null) {
            receive(request, response, path, match);
        } else if (raw.equals(DOCUMENTATION) && request.getMethod().equals("GET")) {
            document(response);
        } else if (request.getMethod().equals("POST") && !component.knowsItsRoutes()) {
            // Whether there is a route for it is not known yet, or not any more.
            Problem starting = Problem.temporary("NOT_STARTED", "The gateway starts, stops or exchanges routes.", 1);
            refuse(request, response, Answer.of(starting, RequestId.give(response)));
        } else {
            next.doFilter(request, response);
        }
    }

    private void receive(HttpServletRequest request, HttpServletResponse response, RequestPath path, Paths.Match match)
            throws IOException {
        String id = RequestId.give(response);
        Cors cors = component.cors();
        if (cors.answered(request, response)) {
            return;
        }
        cors.allow(request, response);
        try {
            Admitted admitted = component.admission().admit(request, path, match, id);
            Reception.begin(component, admitted, request, response);
        } catch (Problem refused) {
            match.consumer().refused(refused.code());
            refuse(request, response, Answer.of(refused, id));
        } catch (RuntimeException unexpected) {
            LOG.error("Request {} is answered with 500. Report this with the lines that follow.", id, unexpected);
            refuse(request, response, Answer.of(Problem.of(500, "INTERNAL", "The gateway has failed."), id));
        }
    }

    /** Without waiting for the body, which would be taken for the next request if the connection stayed open. */
    private static void refuse(HttpServletRequest request, HttpServletResponse response, Answer answer)
            throws IOException {
        boolean bodyFollows = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        if (!bodyFollows) {
            answer.write(response);
            return;
        }
        var async = request.startAsync(request, response);
        request.getInputStream().setReadListener(new Unread());
        response.setHeader("Connection", "close");
        answer.write(response);
        async.complete();
    }

    private void document(HttpServletResponse response) throws IOException {
        boolean tokens = component.access().asksForTokens();
        List<IngestRoute> routes = component.paths().all().stream()
                .map(consumer -> consumer.endpoint().described(consumer.getRouteId(), tokens))
                .toList();
        response.setContentType("application/json");
        byte[] document = OpenApi.document(version, routes, others, apiAsks.getAsBoolean());
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }

    /** With it the container reads no body to its end, which could take long. */
    private static final class Unread implements ReadListener {
        @Override
        public void onDataAvailable() {}

        @Override
        public void onAllDataRead() {}

        @Override
        public void onError(Throwable cut) {
            LOG.debug("A refused request was cut off", cut);
        }
    }
}
