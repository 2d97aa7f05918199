package io.fieldgate.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Says with the pages of the console what a browser may do with them: run and show only what comes from this gateway, make no
 * markup of texts, and let no other page embed them.
 */
final class ConsolePages extends HttpFilter {
    /** All pages and their parts. */
    static final String[] PATHS = {"/", "/index.html", "/console/*"};

    private static final String POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        // Asked for each time, and sent only when it has changed: a newer gateway brings a newer console.
        response.setHeader("Cache-Control", "no-cache");
        next.doFilter(request, response);
    }
}
