package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.http.user.Role;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.http.HttpMethod;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RestController;

class PermissionsTest {
    @Test
    void haveEveryOperationThatThereIs() {
        for (Class<?> api : apis()) {
            Operations.of(api)
                    .forEach(operation ->
                            assertThat(named(operation)).as(operation).isTrue());
        }
        assertThat(apis()).hasSizeGreaterThan(10);
        assertThat(named("get /api/v1/nothing")).isFalse();
    }

    private static boolean named(String operation) {
        int blank = operation.indexOf(' ');
        return Permissions.have(
                HttpMethod.valueOf(operation.substring(0, blank).toUpperCase(Locale.ROOT)),
                operation.substring(blank + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/routes, VIEWER",
        "POST, /api/v1/session, ",
        "HEAD, /api/v1/routes, VIEWER",
        "GET, /api/v1/devices/a%2Fb, VIEWER",
        "GET, /api/v1/devices/a/history, VIEWER",
        "POST, /api/v1/devices/-/commands, OPERATOR",
        "GET, /api/v1/devices/a/commands/1, OPERATOR",
        "GET, /api/v1/dead-letters/telemetry/0/17, OPERATOR",
        "GET, /api/v1/routes/ovens/tap, OPERATOR",
        "DELETE, /api/v1/alerts/silences/1, OPERATOR",
        "POST, /api/v1/config/reload, ADMIN",
        "PUT, /api/v1/routes, ADMIN",
        "GET, /api/v1/routes/, ADMIN",
        "GET, /api/v1/nothing/of/this, ADMIN",
    })
    void askForAnAdminWhereTheySayNothing(String method, String path, @Nullable Role role) {
        assertThat(Permissions.needed(HttpMethod.valueOf(method), path)).isEqualTo(role);
    }

    private static Class<?>[] apis() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        return scan.findCandidateComponents("io.fieldgate.console").stream()
                .map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                .toArray(Class<?>[]::new);
    }
}
