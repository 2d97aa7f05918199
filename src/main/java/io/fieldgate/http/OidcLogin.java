package io.fieldgate.http;

import io.fieldgate.http.oidc.Attempts;
import io.fieldgate.http.oidc.Attempts.Attempt;
import io.fieldgate.http.oidc.Member;
import io.fieldgate.http.oidc.OidcProperties;
import io.fieldgate.http.oidc.Provider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Sends people to an OpenID provider, and takes its word for who they are: code, PKCE, state and nonce. */
public final class OidcLogin {
    private static final Logger LOG = LoggerFactory.getLogger(OidcLogin.class);
    private static final double STARTS_PER_SECOND = 2;
    private static final int STARTS_AT_ONCE = 60;
    private static final int MOST_ADDRESSES = 10_000;
    /** Each may wait for a provider that is silent. */
    private static final int MOST_AT_ONCE = 8;

    private static final int LONGEST_TEXT = 300;

    private final OidcProperties properties;
    private final boolean behindProxy;
    private final Provider provider;
    private final Attempts attempts = new Attempts();
    private final RateLimit starts = new RateLimit(STARTS_PER_SECOND, STARTS_AT_ONCE, MOST_ADDRESSES);
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    /** @param behindProxy whether all come from one address, so that addresses say nothing */
    OidcLogin(OidcProperties properties, boolean behindProxy) {
        this.properties = properties;
        this.behindProxy = behindProxy;
        this.provider = new Provider(properties);
    }

    /**
     * A login that has begun.
     *
     * @param location where the browser goes
     * @param key by which the browser is known when it is back
     */
    public record Begun(String location, String key) {}

    /** The name of the provider; null when there is none. */
    public @Nullable String provider() {
        return properties.isOn() ? properties.name() : null;
    }

    /**
     * Begins a login.
     *
     * @throws Problem when the provider is not there, or too many begin
     */
    public Begun begin(HttpServletRequest request) {
        long wait = behindProxy ? 0 : starts.tryTake(CallerAddress.counted(request.getRemoteAddr()), 1);
        if (wait > 0) {
            throw Access.limited("Too many have begun to log in from this address.", wait);
        }
        return alone(() -> {
            DefaultOAuth2AuthorizationRequestResolver resolver = new DefaultOAuth2AuthorizationRequestResolver(
                    new InMemoryClientRegistrationRepository(provider.known().registration()), "/");
            resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
            OAuth2AuthorizationRequest asked = Objects.requireNonNull(resolver.resolve(request, "oidc"));
            return new Begun(
                    asked.getAuthorizationRequestUri(), attempts.add(new Attempt(asked, request.getSession(false))));
        });
    }

    /**
     * Who comes back from the provider; the session from before has ended then.
     *
     * @param key of the login that the browser has begun; null when it knows of none
     * @throws Problem when it is nobody, or somebody without a role
     */
    public Member finish(HttpServletRequest request, @Nullable String key) {
        Attempt attempt = key == null ? null : attempts.take(key);
        String state = request.getParameter("state");
        String issuer = request.getParameter("iss");
        if (attempt == null
                || !Objects.equals(attempt.request().getState(), state)
                || (issuer != null && !issuer.equals(properties.issuer()))) {
            throw refused(request, 400, "OIDC_STATE", "This login was not begun here, or too long ago. Begin it anew.");
        }
        String error = request.getParameter("error");
        String code = request.getParameter("code");
        if (error != null || code == null || code.isEmpty()) {
            String why = Objects.toString(error, "no code") + " "
                    + Objects.toString(request.getParameter("error_description"), "");
            throw refused(request, 403, "OIDC_REFUSED", properties.name() + " has refused the login: " + plain(why));
        }
        Member member = alone(() -> provider.member(claims(request, attempt, code)));
        if (member.role() == null) {
            throw refused(
                    request,
                    403,
                    "OIDC_ROLE",
                    member.name() + " has no role at this gateway: nothing in the claim " + properties.rolesClaim()
                            + " leads to one. Who runs the gateway or " + properties.name() + " can give one.");
        }
        end(attempt.before());
        LOG.info("{} has logged in from {}, as {}.", member.name(), request.getRemoteAddr(), member.role());
        return member;
    }

    private Map<String, Object> claims(HttpServletRequest request, Attempt attempt, String code) throws IOException {
        Provider.Known known = provider.known();
        OAuth2AuthorizationResponse answer = OAuth2AuthorizationResponse.success(code)
                .redirectUri(attempt.request().getRedirectUri())
                .state(attempt.request().getState())
                .build();
        try {
            Authentication who = known.answers()
                    .authenticate(new OAuth2LoginAuthenticationToken(
                            known.registration(), new OAuth2AuthorizationExchange(attempt.request(), answer)));
            return ((OidcUser) Objects.requireNonNull(who.getPrincipal())).getClaims();
        } catch (OAuth2AuthenticationException | OAuth2AuthorizationException failed) {
            // Perhaps what it says of itself has changed.
            provider.forget();
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException silent) {
                    throw silent;
                }
            }
            LOG.warn("What {} says of who has logged in is not believed: {}", properties.issuer(), failed.getMessage());
            throw refused(
                    request,
                    403,
                    "OIDC_REFUSED",
                    "What " + properties.name() + " says of who you are is not to be believed. Begin the login anew.");
        }
    }

    private interface Asking<T> {
        T ask() throws IOException;
    }

    private <T> T alone(Asking<T> provider) {
        if (!properties.isOn()) {
            throw Problem.of(404, "NOT_FOUND", "This gateway knows no OpenID provider (fieldgate.login.oidc.issuer).");
        }
        if (!room.tryAcquire()) {
            throw Login.tooMany();
        }
        try {
            return provider.ask();
        } catch (IOException silent) {
            LOG.warn("Nobody can log in by OpenID Connect at the moment: {}", silent.toString());
            throw Problem.temporary(
                    "OIDC_PROVIDER", properties.name() + " does not answer as it should. Try again in a while.", 10);
        } finally {
            room.release();
        }
    }

    private static Problem refused(HttpServletRequest request, int status, String code, String detail) {
        LOG.warn("A login from {} by OpenID Connect was refused: {}", request.getRemoteAddr(), code);
        return Problem.of(status, code, detail);
    }

    /** Somebody else may have written it. */
    private static String plain(String text) {
        String plain = text.replaceAll("\\p{C}", " ").strip();
        return plain.length() <= LONGEST_TEXT ? plain : plain.substring(0, LONGEST_TEXT);
    }

    private static void end(@Nullable HttpSession session) {
        if (session != null) {
            try {
                session.invalidate();
            } catch (IllegalStateException ended) {
                LOG.debug("The session from before had ended.");
            }
        }
    }
}
