package io.fieldgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Where the two Tomcats, the gateway's and Actuator's, keep their files: in the process's own temporary folder, which
 * goes with it. By themselves they ask {@code java.nio.file} for one, which remembers the folder the process began with.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class TomcatFolders {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> temporaryFolders() {
        return tomcat -> {
            tomcat.setBaseDirectory(folder("tomcat").toFile());
            tomcat.setDocumentRoot(folder("tomcat-docbase").toFile());
        };
    }

    private static Path folder(String prefix) {
        try {
            return Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), prefix);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
