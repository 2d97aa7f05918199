package io.fieldgate.http;

import io.fieldgate.http.oidc.OidcProperties;
import io.fieldgate.http.user.Users;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Makes {@code ingest:} known to Camel, and lets it take the requests of its paths before anybody else. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IngestProperties.class, LoginProperties.class, OidcProperties.class})
public class IngestConfiguration {
    private static final int DEFAULT_PORT = 8080;

    @Bean("ingest")
    IngestComponent ingestComponent(IngestProperties properties, ObjectProvider<ServerProperties> server) {
        return new IngestComponent(properties, listening(server.getIfAvailable()));
    }

    private static Listening listening(@Nullable ServerProperties server) {
        if (server == null) {
            return new Listening("127.0.0.1", 0, true, false);
        }
        InetAddress address = server.getAddress();
        return new Listening(
                address == null ? "0.0.0.0" : address.getHostAddress(),
                Objects.requireNonNullElse(server.getPort(), DEFAULT_PORT),
                address != null && address.isLoopbackAddress(),
                server.getSsl() != null && server.getSsl().isEnabled());
    }

    /** Only where there is a web server. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication
    static class Web {
        @Bean
        FilterRegistrationBean<IngestFilter> ingestFilter(
                IngestComponent component,
                ApiFilter api,
                ObjectProvider<BuildProperties> build,
                ObjectProvider<ApiDescription> descriptions) {
            BuildProperties built = build.getIfAvailable();
            FilterRegistrationBean<IngestFilter> filter = new FilterRegistrationBean<>(new IngestFilter(
                    component,
                    built == null ? "unknown" : built.getVersion(),
                    descriptions.orderedStream().toList(),
                    api::asks));
            filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
            filter.setAsyncSupported(true);
            return filter;
        }

        @Bean
        Users users(LoginProperties properties) {
            try {
                return Users.load(properties.users());
            } catch (IllegalArgumentException mistake) {
                throw new InvalidConfigurationPropertyValueException(
                        "fieldgate.login.users", properties.users(), String.valueOf(mistake.getMessage()));
            }
        }

        @Bean
        Login login(Users users) {
            return new Login(users);
        }

        @Bean
        OidcLogin oidcLogin(OidcProperties properties, IngestProperties ingest) {
            if (properties.isOn()
                    && ingest.behindProxy()
                    && properties.publicUrl().isEmpty()) {
                throw new InvalidConfigurationPropertyValueException(
                        "fieldgate.login.oidc.public-url",
                        "",
                        "behind a proxy (fieldgate.ingest.behind-proxy) it must say where browsers find this gateway,"
                                + " like https://fieldgate.example.com");
            }
            return new OidcLogin(properties, ingest.behindProxy());
        }

        @Bean
        ApiFilter apiFilter(IngestComponent component, Users users, OidcProperties oidc) {
            return new ApiFilter(component::access, users, component.isExposed(), oidc.isOn());
        }

        /** It stands within Spring Security's chain, and nowhere else. */
        @Bean
        FilterRegistrationBean<ApiFilter> noOtherApiFilter(ApiFilter filter) {
            FilterRegistrationBean<ApiFilter> registration = new FilterRegistrationBean<>(filter);
            registration.setEnabled(false);
            return registration;
        }

        @Bean
        ApplicationRunner firstAdmin(
                IngestComponent component, Users users, LoginProperties properties, OidcProperties oidc) {
            return started -> {
                if (component.isExposed()
                        && !oidc.isOn()
                        && !users.exist()
                        && !component.access().leadsToApi()) {
                    FirstAdmin.make(properties.users(), System.err);
                }
            };
        }

        /** Behind a proxy that speaks TLS a browser sends the cookie by TLS only; with TLS of its own Tomcat says so itself. */
        @Bean
        ServletContextInitializer secureCookie(IngestProperties properties, ServerProperties server) {
            return context -> {
                if (properties.behindProxy()
                        && server.getServlet().getSession().getCookie().getSecure() == null) {
                    context.getSessionCookieConfig().setSecure(true);
                }
            };
        }

        @Bean
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsAndSlowHeads() {
            return tomcat -> {
                tomcat.setProtocol(HeadLimitProtocol.class.getName());
                tomcat.addContextCustomizers(context -> {
                    context.getParent().getPipeline().addValve(new UnreadBodyValve());
                    context.getParent().getPipeline().addValve(new ProblemValve());
                });
            };
        }
    }
}
