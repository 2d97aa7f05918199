package io.fieldgate.console;

import io.fieldgate.http.ApiFilter;
import io.fieldgate.http.Caller;
import io.fieldgate.http.Caller.Proof;
import io.fieldgate.http.Login;
import io.fieldgate.http.OidcLogin;
import io.fieldgate.http.Problem;
import io.fieldgate.http.oidc.Attempts;
import io.fieldgate.http.user.Role;
import io.fieldgate.http.user.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/session}: who asks, login and logout. */
@RestController
@RequestMapping(path = "/api/v1/session", produces = MediaType.APPLICATION_JSON_VALUE)
final class SessionApi {
    private static final String COOKIE = "fieldgate-oidc";

    private final ApiFilter access;
    private final Login login;
    private final OidcLogin oidc;
    private final HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    SessionApi(ApiFilter access, Login login, OidcLogin oidc) {
        this.access = access;
        this.login = login;
        this.oidc = oidc;
    }

    record Credentials(@Nullable String name, @Nullable String password) {}

    @GetMapping
    Map<String, @Nullable Object> show(HttpServletRequest request) {
        Caller caller = Caller.of(request);
        CsrfToken csrf =
                caller.proof() == Proof.SESSION ? (CsrfToken) request.getAttribute(CsrfToken.class.getName()) : null;
        return json(access.asks(), caller, csrf == null ? null : csrf.getToken(), oidc.provider());
    }

    static Map<String, @Nullable Object> json(
            boolean asks, Caller caller, @Nullable String csrf, @Nullable String provider) {
        Role role = caller.role();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("asks", asks);
        json.put("name", role == null ? null : caller.name());
        json.put("role", role == null ? null : role.toString());
        json.put("proof", caller.proof().name().toLowerCase(Locale.ROOT));
        json.put("csrf_token", csrf);
        json.put("provider", provider);
        return json;
    }

    /** Only JSON is taken, which a form of another page cannot send. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void login(InputStream body, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Credentials given = StrictJson.read(login.body(body), Credentials.class);
        User user = login.enter(
                request, Objects.requireNonNullElse(given.name, ""), Objects.requireNonNullElse(given.password, ""));
        // A session from before may be known to somebody else.
        enter(user, request, response);
    }

    private void enter(Object who, HttpServletRequest request, HttpServletResponse response) {
        end(request);
        sessions.saveContext(
                new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(who, null, List.of())),
                request,
                response);
    }

    /** Sends a browser to the OpenID provider. */
    @GetMapping("/oidc")
    ResponseEntity<String> begin(HttpServletRequest request, HttpServletResponse response) {
        try {
            OidcLogin.Begun begun = oidc.begin(request);
            response.addHeader("Set-Cookie", cookie(begun.key(), Attempts.LONGEST, request));
            return to(begun.location());
        } catch (Problem refused) {
            return LoginRefused.page(refused, request);
        }
    }

    /** Takes a browser that the OpenID provider has sent back; always to the console, wherever it came from. */
    @GetMapping("/oidc/callback")
    ResponseEntity<String> finish(
            @CookieValue(name = COOKIE, required = false) @Nullable String key,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.addHeader("Set-Cookie", cookie("", Duration.ZERO, request));
        try {
            enter(oidc.finish(request, key), request, response);
            return to("/");
        } catch (Problem refused) {
            return LoginRefused.page(refused, request);
        }
    }

    /** The cookie of a session is not sent by a browser that comes from another site; this one is, and leads to nothing else. */
    private static String cookie(String key, Duration age, HttpServletRequest request) {
        return ResponseCookie.from(COOKIE, key)
                .path("/api/v1/session/oidc")
                .httpOnly(true)
                .secure(request.isSecure()
                        || request.getServletContext().getSessionCookieConfig().isSecure())
                .sameSite("Lax")
                .maxAge(age)
                .build()
                .toString();
    }

    private static ResponseEntity<String> to(String location) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .header("Location", location)
                .build();
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(HttpServletRequest request) {
        end(request);
    }

    private static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
