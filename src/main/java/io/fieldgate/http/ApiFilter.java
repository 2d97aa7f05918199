package io.fieldgate.http;

import io.fieldgate.http.Caller.Proof;
import io.fieldgate.http.oidc.Member;
import io.fieldgate.http.user.User;
import io.fieldgate.http.user.Users;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/**
 * Finds out who asks under {@code /api}: by a token, or by the session of a login. While there are neither tokens nor users,
 * and nobody else can reach the gateway, this machine may ask, and no web page for it: neither one that sends from elsewhere
 * (cross-site request forgery), nor one whose name has become that of this machine (DNS rebinding).
 */
public final class ApiFilter extends HttpFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final transient Supplier<Access> access;
    private final transient Users users;
    private final boolean exposed;
    private final boolean members;

    /**
     * @param exposed whether others than this machine can reach the gateway
     * @param members whether people log in with an OpenID provider
     */
    ApiFilter(Supplier<Access> access, Users users, boolean exposed, boolean members) {
        this.access = access;
        this.users = users;
        this.exposed = exposed;
        this.members = members;
    }

    /** Whether one must say who one is. */
    public boolean asks() {
        return exposed || members || users.areAsked() || access.get().asksForTokens();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        RequestId.give(response);
        response.setHeader("Cache-Control", "no-store");
        try {
            Supplier<Caller> caller = caller(request);
            caller.get().asks(request, caller);
        } catch (Problem refused) {
            Refusal.write(response, refused);
            return;
        }
        next.doFilter(request, response);
    }

    /** Looks, each time it is asked, who sent a request: at the file of tokens, the users and the session as they are then. */
    private Supplier<Caller> caller(HttpServletRequest request) {
        String raw = request.getRequestURI().substring(request.getContextPath().length());
        RequestPath path = RequestPath.of(raw);
        if (path == null) {
            throw Problem.of(404, "PATH", "There is nothing at this path.");
        }
        if (!asks()) {
            checkLocal(request);
            known(Caller.LOCAL.name());
            return () -> asks() ? Caller.NOBODY : Caller.LOCAL;
        }
        Token token = access.get().apiToken(request, path.toString());
        if (token != null) {
            known(token.name());
            return () -> access.get().isValid(token)
                    ? new Caller(token.name(), token.apiRole(), Proof.TOKEN)
                    : Caller.NOBODY;
        }
        checkOrigin(request);
        return session(request);
    }

    /** For this request only: it makes no session. */
    private static void known(String name) {
        SecurityContextHolder.setContext(
                new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(name, null, List.of())));
    }

    /** Whose session it is; nobody's without one, also when its user is gone or has another password. */
    private Supplier<Caller> session(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        HttpSession session = request.getSession(false);
        if (session != null && authentication != null && authentication.getPrincipal() instanceof Member member) {
            // What the provider said at the login holds as long as that.
            Caller caller = new Caller(member.name(), member.role(), Proof.SESSION);
            return () -> isOpen(session) ? caller : Caller.NOBODY;
        }
        if (session == null || authentication == null || !(authentication.getPrincipal() instanceof User then)) {
            return () -> Caller.NOBODY;
        }
        if (user(then) == null) {
            SecurityContextHolder.clearContext();
            session.invalidate();
        }
        return () -> {
            User user = isOpen(session) ? user(then) : null;
            return user == null ? Caller.NOBODY : new Caller(user.name(), user.role(), Proof.SESSION);
        };
    }

    /** The user as he is by now, who has logged in; null when he may not any more. */
    private @Nullable User user(User then) {
        User now = users.find(then.name());
        return now != null && now.bcrypt().equals(then.bcrypt()) ? now : null;
    }

    private static boolean isOpen(HttpSession session) {
        try {
            return session.getCreationTime() > 0;
        } catch (IllegalStateException ended) {
            return false;
        }
    }

    private static void checkLocal(HttpServletRequest request) {
        if (!ThisMachine.sends(request)) {
            throw Problem.of(
                    403,
                    "LOOPBACK",
                    "Without users and tokens only this machine may use /api. Make one: ./fieldgate user new NAME --role"
                            + " viewer");
        }
        checkOrigin(request);
    }

    private static void checkOrigin(HttpServletRequest request) {
        if (isOfAnotherPage(request)) {
            throw Problem.of(403, "ORIGIN", "Web pages of other addresses may not use /api.");
        }
    }

    /** By what browsers add to requests, and no page can leave out. */
    private static boolean isOfAnotherPage(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if ("same-origin".equals(site)) {
            return false;
        }
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        // A proxy may have taken TLS off.
        if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
            return true;
        }
        return site != null && !site.equals("none") && !READING.contains(request.getMethod());
    }
}
