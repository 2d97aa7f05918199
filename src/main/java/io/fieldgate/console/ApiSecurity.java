package io.fieldgate.console;

import io.fieldgate.http.ApiFilter;
import io.fieldgate.http.Caller;
import io.fieldgate.http.Caller.Proof;
import io.fieldgate.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Spring Security, for {@code /api} alone: what devices send, the pages and the port of health and meters never meet it. Pages
 * hold nothing secret, so whoever may not ask sees an empty frame with a login.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableWebSecurity
public class ApiSecurity {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Bean
    DelegatingFilterProxyRegistrationBean apiSecurityFilter() {
        DelegatingFilterProxyRegistrationBean filter =
                new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
        filter.addUrlPatterns("/api", "/api/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    @Bean
    SecurityFilterChain apiSecurity(HttpSecurity http, ApiFilter caller) throws Exception {
        return http.securityMatcher(ApiSecurity::isApi)
                .addFilterBefore(caller, CsrfFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(new HttpSessionCsrfTokenRepository())
                        .requireCsrfProtectionMatcher(ApiSecurity::changesByCookie))
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((who, context) -> new AuthorizationDecision(Permissions.allow(context.getRequest()))))
                .exceptionHandling(problems -> problems.authenticationEntryPoint(
                                (request, response, nobody) -> Refusal.unauthorized(response))
                        .accessDeniedHandler(ApiSecurity::denied))
                .headers(headers -> headers.defaultsDisabled().contentTypeOptions(Customizer.withDefaults()))
                // Nobody is sent to a page of a login and back.
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .servletApi(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /** The port of health and meters is given the same chain. */
    private static boolean isApi(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.equals("/api") || path.startsWith("/api/");
    }

    /** Whether another page could have made a browser send it. */
    private static boolean changesByCookie(HttpServletRequest request) {
        return Caller.of(request).proof() == Proof.SESSION && !SAFE.contains(request.getMethod());
    }

    private static void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        if (why instanceof CsrfException) {
            Refusal.write(
                    response,
                    403,
                    "CSRF",
                    "What changes something needs the header X-CSRF-TOKEN, as /api/v1/session has it.");
            return;
        }
        String yours = Objects.toString(Caller.of(request).role(), "none");
        Refusal.write(
                response,
                403,
                "ROLE",
                "This needs the role " + Permissions.needed(request) + "; yours is " + yours + ".");
    }
}
