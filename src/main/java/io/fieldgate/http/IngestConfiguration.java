package io.fieldgate.http;

import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Makes {@code ingest:} known to Camel, and lets it take the requests of its paths before anybody else. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
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
                ObjectProvider<BuildProperties> build,
                ObjectProvider<ApiDescription> descriptions) {
            BuildProperties built = build.getIfAvailable();
            FilterRegistrationBean<IngestFilter> filter = new FilterRegistrationBean<>(new IngestFilter(
                    component,
                    built == null ? "unknown" : built.getVersion(),
                    descriptions.orderedStream().toList()));
            filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
            filter.setAsyncSupported(true);
            return filter;
        }

        @Bean
        FilterRegistrationBean<ApiFilter> apiFilter(IngestComponent component) {
            FilterRegistrationBean<ApiFilter> filter = new FilterRegistrationBean<>(new ApiFilter(component::access));
            filter.addUrlPatterns("/api", "/api/*");
            filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
            return filter;
        }

        @Bean
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsAndSlowHeads() {
            return tomcat -> {
                tomcat.setProtocol(HeadLimitProtocol.class.getName());
                tomcat.addContextCustomizers(
                        context -> context.getParent().getPipeline().addValve(new ProblemValve()));
            };
        }
    }
}
