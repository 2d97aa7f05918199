package io.fieldgate.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The port of health and meters, which asks nobody who he is. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPort {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadBodies() {
        return tomcat -> tomcat.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new UnreadBodyValve()));
    }

    /** Others than this machine call it as they like. */
    @Bean
    FilterRegistrationBean<OwnName> ownName(ManagementServerProperties properties) {
        InetAddress address = properties.getAddress();
        FilterRegistrationBean<OwnName> filter = new FilterRegistrationBean<>(new OwnName());
        filter.setEnabled(address != null && address.isLoopbackAddress());
        return filter;
    }

    /** Answers no web page whose name was made to lead to this machine (DNS rebinding). Only browsers cannot leave the name out. */
    private static final class OwnName extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
                throws IOException, ServletException {
            String host = request.getHeader("Host");
            if (host == null || ThisMachine.isCalled(host)) {
                next.doFilter(request, response);
            } else {
                Refusal.write(
                        response,
                        403,
                        "HOST",
                        "While management.server.address is this machine, it is asked as localhost, 127.0.0.1 or [::1].");
            }
        }
    }
}
