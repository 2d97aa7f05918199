package io.fieldgate.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Guards {@code /api}: with a file of tokens, a token that may use the path is needed; without one, only this machine may ask,
 * and no web page for it: neither one that sends from elsewhere (cross-site request forgery), nor one whose name has become
 * that of this machine (DNS rebinding).
 */
final class ApiFilter extends HttpFilter {
    private static final Pattern THIS_MACHINE = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    /** Of what {@code Sec-Fetch-Site} says: pages of the gateway, and what a person has typed. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final transient Supplier<Access> access;

    ApiFilter(Supplier<Access> access) {
        this.access = access;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        RequestId.give(response);
        try {
            check(request);
        } catch (Problem refused) {
            Refusal.write(response, refused);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        next.doFilter(request, response);
    }

    private void check(HttpServletRequest request) {
        String raw = request.getRequestURI().substring(request.getContextPath().length());
        RequestPath path = RequestPath.of(raw);
        if (path == null) {
            throw Problem.of(404, "PATH", "There is nothing at this path.");
        }
        Access known = access.get();
        Token token = known.apiToken(request, path.toString());
        if (token != null) {
            new Caller(token.name(), token.apiRole()).asks(request);
            return;
        }
        if (known.asksForTokens()) {
            throw Access.nobody();
        }
        if (!isThisMachine(request.getRemoteAddr(), request.getHeader("Host"))) {
            throw Problem.of(
                    403,
                    "LOOPBACK",
                    "Without tokens only this machine may use /api. Make one: ./fieldgate token new NAME --role viewer");
        }
        if (isOfAnotherPage(request)) {
            throw Problem.of(403, "ORIGIN", "Web pages of other addresses may not use /api.");
        }
        Caller.LOCAL.asks(request);
    }

    /** By what browsers add to requests, and no page can leave out. */
    private static boolean isOfAnotherPage(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin != null && !origin.equals(request.getScheme() + "://" + request.getHeader("Host"))) {
            return true;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        return site != null && !OWN_SITES.contains(site) && !READING.contains(request.getMethod());
    }

    private static boolean isThisMachine(String address, @Nullable String host) {
        return (address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1"))
                && host != null
                && THIS_MACHINE.matcher(host).matches();
    }
}
